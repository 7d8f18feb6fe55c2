/** The console's router enumerated: every staff role against every procedure, and what its verbs hand over. */
import { randomBytes } from 'node:crypto'
import { getProcedureAtPath } from '@trpc/server/unstable-core-do-not-import'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { insertEvent, insertRun } from '#db/testing/inbox.ts'
import { STAFF_ROLES, type StaffRole } from '#workflows/contracts/access.ts'
import type { StaffCommandResult } from '#workflows/contracts/console.ts'
import { newId, type ConnectionId, type InboxId, type RunId } from '#workflows/contracts/ids.ts'
import type { AdminApi } from '../../admin/api.ts'
import type { StaffMember } from '../../auth/staff/session.ts'
import { addStaffOfEachRole, type Staff } from '../../testing/staff.ts'
import { STAFF_PROBES, wholeInbox, type StaffProbeFacts } from '../../testing/staff-procedures.ts'
import { startWeb, type RunningWeb } from '../../testing/start-web.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { appRouter } from '../router.ts'
import { adminRouter, createStaffCaller } from './router.ts'

const procedures = Object.keys(adminRouter._def.procedures)
const BODY = JSON.stringify({
  data: { id: 'ord_9', customer: { id: 'C-9', name: 'Ostwerk Bakeries' } },
  api_key: 'planted-secret',
})

let database: TestDatabase
let web: RunningWeb
let facts: StaffProbeFacts
let staff: Record<StaffRole, Staff>
let answer: StaffCommandResult = { type: 'run_cancelled' }
let isDown = false

beforeAll(async () => {
  database = await createTestDatabase()
  const world = await createWorld(database)
  web = await startWeb({
    databaseUrl: database.appUrl,
    staffUrl: database.staffUrl,
    encryptionKeys: world.encryptionKeys,
    temporalUi: { url: new URL('https://temporal.example.test/'), namespace: 'hub' },
    onCommand: () => {
      if (isDown) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
      return answer
    },
  })
  staff = await addStaffOfEachRole(world)
  const { connectionId } = world
  const unmapped = { connectionId, state: 'unmapped', customer: 'C-9', body: BODY }
  facts = {
    world,
    eventId: await insertEvent(world.sql, { ...unmapped, reason: 'told by amara@osei.test' }),
    runId: (await insertRun(world.sql, { connectionId, state: 'running' })) as RunId,
    reconciliationId: await insertReconciliation(world),
  }
})

async function insertReconciliation({ sql, connectionId, ours }: World): Promise<RunId> {
  const id = await insertRun(sql, {
    connectionId,
    kind: 'contact',
    lane: 'reconcile',
    ageMs: 1_000,
  })
  const changes = {
    email: { from: 'amara@osei.test', to: 'ada@osei.test' },
    role: { from: 'Buyer', to: null },
  }
  await sql.query(
    `insert into run_differences (run_id, external_id, tenant_id, difference, version, changes)
     values ($1, '77', $2, 'differing', 4, $3), ($1, '78', $2, 'lacking', 4, '{}')`,
    [id, ours.id, changes],
  )
  return id as RunId
}

afterAll(async () => {
  await web.close()
  await facts.world.close()
  await database.drop()
})

beforeEach(() => {
  web.commands.length = 0
  isDown = false
})

function apiOf(member: StaffMember | null): AdminApi {
  const services = web.parts.console?.services
  if (!services) throw new Error('this web has no console')
  const session = { hash: member && randomBytes(32), find: () => Promise.resolve(member) }
  return createStaffCaller({ services, session, requestId: 'req_1' }).admin
}

const as = (role: StaffRole): AdminApi => apiOf({ ...staff[role], name: `${role} of staff` })

const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'OK',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

describe('the router of the console', () => {
  it('is probed as a whole, and every procedure declares its need', async () => {
    expect(Object.keys(STAFF_PROBES).toSorted()).toEqual(procedures.toSorted())
    for (const path of procedures) {
      const procedure = await getProcedureAtPath(adminRouter, path)
      expect(procedure?._def.meta, path).toBeDefined()
    }
  })

  it('has no procedure that is reached over HTTP', () => {
    expect(
      Object.keys(appRouter._def.procedures).filter((path) => path.startsWith('admin')),
    ).toEqual([])
  })
})

describe.each(Object.entries(STAFF_PROBES))('%s', (_, { ask, allowed, acts }) => {
  it.each(STAFF_ROLES)('answers %s as declared', async (role) => {
    const code = await codeOf(ask(as(role), facts))
    expect(code).toBe(allowed.includes(role) ? 'OK' : 'FORBIDDEN')
    expect(web.commands).toHaveLength(acts && allowed.includes(role) ? 1 : 0)
  })

  it('answers nobody without a session', async () => {
    expect(await codeOf(ask(apiOf(null), facts))).toBe('UNAUTHORIZED')
    expect(web.commands).toEqual([])
  })
})

describe('bodies', () => {
  it('are masked for those who may see them, and withheld from an agent', async () => {
    const seen = await as('operations').inbox.get({ id: facts.eventId })
    expect(seen.body?.text).toContain('"id": "ord_9"')
    expect(JSON.stringify(seen)).not.toMatch(/Ostwerk|planted-secret|amara@/)
    expect((await as('agent').inbox.get({ id: facts.eventId })).body).toBeNull()
    expect(JSON.stringify(await as('admin').inbox.list(wholeInbox))).not.toMatch(
      /Ostwerk|planted|amara@/,
    )
  })

  it('give the name of an unmapped customer to those who link it, and to nobody else', async () => {
    const read = (role: StaffRole) => as(role).unmapped.list({ after: null, limit: 10 })
    expect((await read('operations')).groups).toMatchObject([
      { externalCustomerId: 'C-9', name: 'Ostwerk Bakeries', count: { n: 1 } },
    ])
    expect(JSON.stringify(await read('agent'))).not.toMatch(/Ostwerk|planted/)
  })
})

describe('what a reconciliation found', () => {
  const read = (role: StaffRole, after: string | null = null) =>
    as(role).runs.get({ id: facts.reconciliationId, after })

  it('names what differs to everybody, and what of it is no person’s to those who see bodies', async () => {
    const differing = { externalId: '77', difference: 'differing' }
    expect((await read('operations')).differences).toMatchObject([
      {
        ...differing,
        facts: [
          { name: 'role', values: { here: 'Buyer', source: null } },
          { name: 'email', values: { here: '••• e-mail', source: '••• e-mail' } },
        ],
      },
      { externalId: '78', difference: 'lacking', facts: [] },
    ])
    expect((await read('agent')).differences[0]?.facts).toEqual([
      { name: 'role', values: null },
      { name: 'email', values: null },
    ])
  })

  it('goes on after the last one that was shown', async () => {
    const { differences, next } = await read('agent', '77')
    expect(differences.map(({ externalId }) => externalId)).toEqual(['78'])
    expect(next).toBeNull()
  })

  it('is there for reconciliations alone', async () => {
    const asked = as('admin').runs.get({ id: facts.runId, after: null })
    expect(await codeOf(asked)).toBe('NOT_FOUND')
  })
})

describe('what does not exist', () => {
  it.each([
    ['a connection', () => as('admin').connections.get({ id: newId<ConnectionId>() })],
    ['an event', () => as('admin').inbox.get({ id: newId<InboxId>() })],
  ])('is not found: %s', async (_, ask) => {
    expect(await codeOf(ask())).toBe('NOT_FOUND')
  })

  it('and what is no id is refused before anything is read', async () => {
    const id = "' or 1=1 --" as InboxId
    expect(await codeOf(as('admin').inbox.get({ id }))).toBe('BAD_REQUEST')
  })
})

describe('a verb', () => {
  it('hands over who asked by the session, what by the form, and the id of the press', async () => {
    answer = { type: 'linked', released: 12 }
    const commandId = newId()
    const { connectionId, ours } = facts.world
    const link = { connectionId, externalId: 'C-9', tenantId: ours.id }
    const ask = () => as('operations').links.create({ commandId, ...link })
    expect(await ask()).toEqual({ type: 'linked', released: 12 })
    await ask()
    const { id } = staff.operations
    const command = {
      commandId,
      staff: { id, name: 'operations of staff' },
      command: { type: 'link', ...link },
    }
    expect(web.commands).toEqual([command, command])
  })

  it('invites with a sealed name and address, and refuses what is none', async () => {
    // Long enough never to stand in what is sealed by chance, as three letters do now and then.
    const person = { name: ' Adalbert Byron ', email: 'ADALBERT@halden.example' }
    const commandId = newId()
    answer = { type: 'staff_done', name: 'Adalbert Byron', from: null, ended: 0 }
    await as('admin').staff.invite({ commandId, role: 'agent', ...person })
    expect(JSON.stringify(web.commands)).not.toMatch(/adalbert|byron|@/i)
    for (const wrong of [
      { name: ' ' },
      { name: 'x'.repeat(201) },
      { email: 'ada@\nhalden.example' },
    ]) {
      const asked = as('admin').staff.invite({ commandId, role: 'agent', ...person, ...wrong })
      expect(await codeOf(asked)).toBe('BAD_REQUEST')
    }
    expect(web.commands).toHaveLength(1)
  })

  it('says that Temporal is down, and nothing else', async () => {
    isDown = true
    const asked = as('admin').backfill.start({
      commandId: newId(),
      connectionId: facts.world.connectionId,
    })
    await expect(asked).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  })
})

it('links lead to the workflow of a run in the Temporal UI', async () => {
  const { connectionId } = facts.world
  const { runs } = await as('agent').connections.get({ id: connectionId })
  const query = new URLSearchParams({
    query: `WorkflowId="backfill:${connectionId}:${facts.runId}"`,
  }).toString()
  expect(runs[0]?.workflowUrl).toBe(
    `https://temporal.example.test/namespaces/hub/workflows?${query}`,
  )
})
