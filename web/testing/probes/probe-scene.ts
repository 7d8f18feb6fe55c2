/**
 * What probes run in: two tenants with rows in every table, a person signed in for every preset and one for a custom
 * role, words planted that must not be seen, and the way back after each change.
 */
import { randomInt } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { insertEvent, insertRun } from '#db/testing/inbox.ts'
import { ROLE_PRESETS, type Grants, type RolePreset } from '#workflows/contracts/access.ts'
import { newId, type RoleId } from '#workflows/contracts/ids.ts'
import { PRESETS } from '#workflows/contracts/permissions.ts'
import { createBrowser, type Browser } from '../browser.ts'
import { addStaff } from '../staff.ts'
import { startWeb, type RunningWeb } from '../start-web.ts'
import { createWorld, type World } from '../world.ts'
import { plant } from './canaries.ts'
import { fillTenant } from './fill-tenant.ts'
import { createIdPool, type IdPool } from './id-pool.ts'
import { takeSnapshot, type Snapshot } from './snapshot.ts'

export interface Actor {
  role: RolePreset | 'custom'
  grants: Grants
  browser: Browser
}

export interface ProbeScene {
  world: World
  database: TestDatabase
  web: RunningWeb
  actors: readonly Actor[]
  actor: (role: Actor['role']) => Actor
  ids: IdPool
  snapshot: Snapshot
  /** In every text of the other tenant. */
  foreignWord: string
  /** In the texts of the own tenant that belong to a module. */
  moduleWords: Readonly<Record<'orders' | 'projects' | 'billing', string>>
  /** Columns that hold the foreign word. */
  planted: readonly string[]
  close: () => Promise<void>
}

/** Own orders and all of billing: two scopes that no preset has together. */
export const CUSTOM: Grants = {
  orders: { view: 'own' },
  billing: { view: 'tenant', export: 'tenant' },
  company: { view: 'tenant' },
}

const TABLES_OF_MODULE = {
  orders: ['public.orders', 'public.order_lines', 'public.order_returns', 'public.order_events'],
  projects: [
    'public.projects',
    'public.project_milestones',
    'public.project_deliverables',
    'public.project_due_dates',
  ],
  billing: [
    'public.invoices',
    'public.invoice_lines',
    'public.payments',
    'public.billing_customers',
  ],
}

export async function createProbeScene(): Promise<ProbeScene> {
  const database = await createTestDatabase()
  const world = await createWorld(database)
  const { sql, ours, theirs, connectionId, encryptionKeys } = world
  const web = await startWeb({
    databaseUrl: database.appUrl,
    staffUrl: database.staffUrl,
    encryptionKeys,
  })
  for (const tenant of [ours, theirs]) await fillTenant(sql, tenant.id)
  await insertEvent(sql, { connectionId, state: 'unmapped', customer: 'C-9', body: '{}' })
  await insertRun(sql, { connectionId, state: 'running' })
  const actors = await signInAll(web, world)
  await createBrowser(web.url).signIn(theirs.members.admin.email)
  await sql.query('update sessions set strong = true')
  await addPasskeys(sql)
  await addStaffSession(world)
  const foreignWord = newWord('foreign')
  const planted = await plant(sql, { tenantId: theirs.id, word: foreignWord })
  await sql.query(
    `update people set name = name || ' ' || $2
     where id in (select person_id from memberships where tenant_id = $1)`,
    [theirs.id, foreignWord],
  )
  const moduleWords = await plantModuleWords(sql, ours.id)
  return {
    world,
    database,
    web,
    actors,
    actor: (role) => findActor(actors, role),
    ids: await createIdPool(sql, { own: ours.id, foreign: theirs.id }),
    snapshot: await takeSnapshot(sql),
    foreignWord,
    moduleWords,
    planted,
    async close() {
      await web.close()
      await world.close()
      await database.drop()
    },
  }
}

async function plantModuleWords(
  sql: World['sql'],
  tenantId: World['ours']['id'],
): Promise<ProbeScene['moduleWords']> {
  const words = {
    orders: newWord('orders'),
    projects: newWord('projects'),
    billing: newWord('billing'),
  }
  for (const module of ['orders', 'projects', 'billing'] as const) {
    const [word, tables] = [words[module], TABLES_OF_MODULE[module]]
    await plant(sql, { tenantId, word, types: ['text'], tables })
  }
  return words
}

/** After the sign-ins: whoever has one is asked for it. */
const addPasskeys = (sql: World['sql']): Promise<unknown> =>
  sql.query(
    `insert into passkeys (credential_id, id, person_id, name, public_key, counter)
     select gen_random_uuid()::text, gen_random_uuid(), person_id, 'Laptop', '\\x00', 0 from memberships`,
  )

/** Its id opens nothing: nobody knows what it is the hash of. */
async function addStaffSession(world: World): Promise<void> {
  const { id } = await addStaff(world, 'agent')
  await world.sql.query(
    `insert into staff_sessions (id_hash, staff_id, expires_at)
     values (sha256('probe'), $1, now() + interval '1 hour')`,
    [id],
  )
}

const newWord = (kind: string): string => `${kind}-canary-${String(randomInt(10 ** 9))}`

function findActor(actors: readonly Actor[], role: Actor['role']): Actor {
  const found = actors.find((actor) => actor.role === role)
  if (!found) throw new Error(`Nobody is signed in as ${role}.`)
  return found
}

async function signInAll(web: RunningWeb, world: World): Promise<Actor[]> {
  const { ours, sql } = world
  const custom = await world.addMember(ours, 'requester')
  const roleId = newId<RoleId>()
  await sql.query('insert into roles (tenant_id, id, name, grants) values ($1, $2, $3, $4)', [
    ours.id,
    roleId,
    'Own orders and billing',
    JSON.stringify(CUSTOM),
  ])
  await sql.query(
    'update memberships set role = null, role_id = $3 where tenant_id = $1 and person_id = $2',
    [ours.id, custom.id, roleId],
  )
  const people: [Actor['role'], string, Grants][] = ROLE_PRESETS.map((role) => [
    role,
    ours.members[role].email,
    PRESETS[role],
  ])
  return Promise.all(
    [...people, ['custom', custom.email, CUSTOM] as const].map(async ([role, email, grants]) => {
      const browser = createBrowser(web.url)
      const answer = await browser.signIn(email)
      if (answer.status !== 303)
        throw new Error(`${role} could not sign in: ${await answer.text()}`)
      return { role, grants, browser }
    }),
  )
}
