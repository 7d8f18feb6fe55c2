/** Seeds: the demo twice is the demo once, generated orders repeat, and a file is taken by the letter. */
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type Database } from './client.ts'
import { verifyPassword } from './password.ts'
import { createKeyring } from './secrets.ts'
import type { Seeded } from './seeds/apply-spec.ts'
import { bulkTenants, fillRecords } from './seeds/bulk/fill-records.ts'
import { findIntakeConnection } from './system/connections.ts'
import { findSignIn } from './system/sign-in.ts'
import { createTestDatabase, type TestDatabase } from './testing/database.ts'

let database: TestDatabase
let app: Database
let staff: Database
let folder: string
const encryptionKeys = `k1:${randomBytes(32).toString('base64')}`

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  staff = createDatabase({ url: database.staffUrl, name: 'test' })
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-seed-'))
})
afterAll(async () => {
  await Promise.all([app.close(), staff.close()])
  await database.drop()
  await fs.rm(folder, { recursive: true })
})

/** Further sources, set by the test that is about them. */
const sources: Record<string, string> = {}

const script = path.join(import.meta.dirname, 'seed.ts')
const run = async (...args: string[]): Promise<string> => {
  const env = {
    DATABASE_OWNER_URL: database.ownerUrl,
    ENCRYPTION_KEYS: encryptionKeys,
    ORDERS_API_BASE: 'http://127.0.0.1:9/orders',
    ORDERS_API_TOKEN: 'planted-token',
    ORDERS_WEBHOOK_SECRET: 'whsec_cGxhbnRlZA==',
    ...sources,
  }
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { env })
  return stdout
}
const seed = async (...args: string[]): Promise<Seeded & { orders: number }> =>
  JSON.parse(await run('--json', ...args)) as Seeded & { orders: number }

const COUNT_KINDS = `select
  (select count(*) from orders where external_id like 'G9-%') as orders,
  (select count(*) from projects) as projects, (select count(*) from companies) as companies,
  (select count(*) from contacts) as contacts, (select count(*) from emails) as emails,
  (select count(*) from calls) as calls, (select count(*) from billing_customers) as customers,
  (select count(*) from invoices) as invoices, (select count(*) from payments) as payments,
  (select count(*) from live_events where record_id in
     (select id from orders where external_id like 'G9-%')) as events`

const refusal = async (...args: string[]): Promise<string> => {
  const error: unknown = await run(...args).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 1 })
  return error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
}
const count = async (table: 'tenants' | 'memberships' | 'orders' | 'links'): Promise<number> => {
  const { rows } = await staff.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)
  return rows[0]?.n ?? 0
}

test('the demo gives three customers, a person of two of them, staff, and a sealed connection', async () => {
  const demo = await seed()
  expect(demo.tenants.map(({ slug }) => slug)).toEqual(['northgate', 'vellmar', 'lindqvist'])
  const both = demo.members.filter(({ email }) => email.startsWith('sanne@'))
  expect(both.map(({ tenant }) => tenant)).toEqual(['northgate', 'vellmar'])
  expect(new Set(both.map(({ personId }) => personId)).size).toBe(1)
  for (const role of ['admin', 'billing', 'project']) {
    expect(new Set(demo.members.filter((m) => m.role === role).map((m) => m.tenant)).size).toBe(3)
  }
  expect(demo.staff.map(({ role }) => role)).toEqual(['agent', 'operations', 'admin'])

  const [connection] = demo.connections
  const member = demo.members[0]
  if (!connection || !member?.password) throw new Error('the demo is empty')
  const found = await findIntakeConnection(app, createKeyring(encryptionKeys), connection.id)
  expect(found?.secrets).toEqual(['whsec_cGxhbnRlZA=='])
  const account = await findSignIn(app, member.email)
  expect(await verifyPassword(account?.passwordHash ?? null, member.password)).toBe(true)
})

test('the demo a second time changes nothing', async () => {
  const before = [await count('tenants'), await count('memberships'), await count('links')]
  const [first, second] = [await seed(), await seed('--demo')]
  expect(second).toEqual(first)
  expect([await count('tenants'), await count('memberships'), await count('links')]).toEqual(before)
})

test('no secret stands in the tables as it is', async () => {
  const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  const { rows } = await owner.pool.query('select * from connections')
  expect(JSON.stringify(rows)).not.toMatch(/planted-token|cGxhbnRlZA/)
  await owner.close()
})

test('generated tenants have a member of every preset, a link and their orders', async () => {
  const generated = await seed('--tenants', '3', '--orders', '25', '--seed', '7')
  expect(generated.tenants).toHaveLength(3)
  expect(generated.members).toHaveLength(15)
  expect(generated.orders).toBe(75)
  expect(await count('orders')).toBe(75)
  const { rows } = await staff.pool.query<{ states: number }>(
    'select count(distinct state)::int as states from orders',
  )
  expect(rows[0]?.states).toBeGreaterThan(2)
})

test('the same seed again adds no order, and what it prints still signs in', async () => {
  const again = await seed('--tenants', '3', '--orders', '25', '--seed', '7')
  expect(await count('orders')).toBe(75)
  const member = again.members[0]
  const account = await findSignIn(app, member?.email ?? '')
  expect(await verifyPassword(account?.passwordHash ?? null, member?.password ?? '')).toBe(true)
})

test('records of every kind, most of them the first tenant’s; twice is once', async () => {
  const generated = await seed('--tenants', '4', '--records', '4000', '--seed', '9', '--history')
  const { rows: before } = await staff.pool.query<Record<string, number>>(COUNT_KINDS)
  expect(before).toMatchObject([
    { orders: 1000, projects: 278, companies: 4, contacts: 238, customers: 4 },
  ])
  expect(before).toMatchObject([
    { invoices: 1000, payments: 1000, emails: 78, calls: 38, events: 1000 },
  ])
  const owner = createDatabase({ url: database.ownerUrl, name: 'test', max: 2 })
  const again = { records: 4_000, withHistory: true, now: new Date() }
  expect(await fillRecords(owner, bulkTenants(generated), again)).toEqual([1920, 960, 640, 480])
  await owner.close()
  expect((await staff.pool.query(COUNT_KINDS)).rows).toEqual(before)
})

test('a file creates exactly what it says', async () => {
  const file = path.join(folder, 'spec.json')
  const id = '0198c0de-0000-7000-8000-000000000001'
  await fs.writeFile(
    file,
    JSON.stringify({
      connections: [
        {
          id,
          source: 'orders',
          name: 'Own',
          baseUrl: 'https://own.example.com',
          webhookSecrets: ['whsec_YQ==', 'whsec_Yg=='],
        },
      ],
      tenants: [
        {
          slug: 'own',
          name: 'Own Ltd',
          brandColor: '#123456',
          members: [
            { email: 'Eve@Own.example', name: 'Eve', role: 'project', password: 'long enough' },
            {
              email: 'ada@own.example',
              name: 'Ada',
              role: 'admin',
              owner: true,
              password: 'long enough',
            },
            {
              email: 'bo@own.example',
              name: 'Bo',
              role: { custom: 'Buyer' },
              ownOnly: true,
              password: 'long enough',
            },
          ],
          roles: [
            { name: 'Buyer', modules: [{ module: 'orders', scope: 'own', actions: ['amounts'] }] },
          ],
          links: [{ connection: 'Own', externalId: 'X-1' }],
        },
      ],
    }),
  )
  const seeded = await seed('--spec', file)
  expect(seeded.connections).toMatchObject([{ id, webhookPath: `/webhooks/orders/${id}` }])
  expect(seeded.members).toMatchObject([
    { email: 'eve@own.example', role: 'project', tenant: 'own' },
    { email: 'ada@own.example', role: 'admin', tenant: 'own' },
    { email: 'bo@own.example', role: 'Buyer', tenant: 'own' },
  ])
  const held = await staff.pool.query(
    `select p.email, m.is_owner, m.own_only, r.grants from memberships m
     join people p on p.id = m.person_id left join roles r on r.id = m.role_id
     where p.email in ('ada@own.example', 'bo@own.example') order by 1`,
  )
  expect(held.rows).toEqual([
    { email: 'ada@own.example', is_owner: true, own_only: false, grants: null },
    {
      email: 'bo@own.example',
      is_owner: false,
      own_only: true,
      grants: { orders: { view: 'own', amounts: 'own' } },
    },
  ])
  const { rows } = await staff.pool.query(
    `select name, brand_color from tenants where slug = 'own'`,
  )
  expect(rows).toEqual([{ name: 'Own Ltd', brand_color: '#123456' }])
})

test('unknown fields are refused by name, and no value is repeated', async () => {
  const file = path.join(folder, 'bad.json')
  const tenant = {
    slug: 'x',
    name: 'X',
    hosts: ['x.example'],
    members: [{ email: 'x', password: 'hush' }],
  }
  await fs.writeFile(file, JSON.stringify({ tenants: [tenant], identityProviders: [] }))
  const said = await refusal('--spec', file)
  expect(said).toContain('"hosts"')
  expect(said).toContain('"identityProviders"')
  expect(said).not.toContain('hush')
})

test('a demo of three sources links every customer in each, and half a source is refused', async () => {
  Object.assign(sources, {
    STRIPE_API_BASE: 'http://127.0.0.1:9/stripe',
    STRIPE_SECRET_KEY: 'planted-stripe',
    STRIPE_WEBHOOK_SECRET: 'whsec_planted',
    HUBSPOT_ACCESS_TOKEN: 'planted-hubspot',
  })
  const said = await refusal('--demo')
  expect(said).toContain('hubspot also needs HUBSPOT_CLIENT_SECRET')
  expect(said).not.toContain('planted')
  sources['HUBSPOT_CLIENT_SECRET'] = 'planted-client'
  const demo = await seed('--demo')
  expect(demo.connections.map(({ source, name }) => `${source}: ${name}`)).toEqual([
    'orders: Halden order system',
    'hubspot: Halden CRM',
    'stripe: Halden billing',
  ])
  for (const { slug } of demo.tenants) {
    const own = demo.links.filter(({ tenant }) => tenant === slug)
    expect(new Set(own.map(({ connectionId }) => connectionId)).size).toBe(3)
  }
  // The order system's connection is the one of the earlier, smaller demo.
  expect(await seed('--demo')).toEqual(demo)
  for (const name of Object.keys(sources)) Reflect.deleteProperty(sources, name)
})

test('a wrong option is answered with the usage', async () => {
  expect(await refusal('--tenents', '3')).toContain('db:seed --tenants N')
  expect(await refusal('--tenants', '3.5')).toContain('--tenants must be a whole number')
})

test('the schema of the file is JSON schema', async () => {
  const schema = JSON.parse(await run('--schema')) as { properties: Record<string, unknown> }
  expect(Object.keys(schema.properties)).toEqual(['tenants', 'staff', 'connections'])
})
