/** Whatever a source sends is stored once, in the right lane, and nothing it sends can fail its neighbours. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type ConnectionId, type TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../../client.ts'
import { createKeyring } from '../../secrets.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { insertTenant } from '../../testing/rows.ts'
import type { Arrival } from './arrival.ts'
import { findIntakeConnection, openCredentials, saveConnection } from '../connections.ts'
import { countRefusal, storeArrivals } from './intake.ts'
import { createLink } from '../links.ts'
import { withSystem } from '../system.ts'

let database: TestDatabase
let app: Database
let worker: Database
let tenantId: TenantId
let otherTenantId: TenantId
let connectionId: ConnectionId

const keyring = createKeyring(`k1:${randomBytes(32).toString('base64')}`)

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  tenantId = await insertTenant(owner, { slug: 'north' })
  otherTenantId = await insertTenant(owner, { slug: 'south' })
  await owner.close()
  connectionId = await withSystem(worker, async (trx) => {
    const id = await saveConnection(trx, keyring, {
      source: 'orders',
      name: 'Orders',
      baseUrl: 'https://orders.example.com',
      credentials: { token: 'planted-token' },
      webhookSecrets: ['whsec_one', 'whsec_two'],
    })
    await createLink(trx, { connectionId: id, externalId: 'C-1', tenantId })
    return id
  })
})
afterAll(async () => {
  await Promise.all([app.close(), worker.close()])
  await database.drop()
})

const arrival = (change: Partial<Arrival> = {}): Arrival => ({
  id: newId(),
  connectionId,
  eventKey: newId(),
  eventType: 'order.updated',
  kind: 'order',
  externalId: 'O-1',
  externalCustomerId: 'C-1',
  version: 3,
  occurredAt: '2026-05-01T10:00:00Z',
  body: '{}',
  state: 'pending',
  reason: null,
  requestId: 'r-1',
  ...change,
})

const stored = (id: string): Promise<Record<string, unknown> | undefined> =>
  worker.kysely
    .selectFrom('inbox')
    .selectAll()
    .where('id', '=', id as Arrival['id'])
    .executeTakeFirst()

test('events of a linked customer wait in its lane, and each lane is named once', async () => {
  const lanes = await storeArrivals(app, [arrival(), arrival()])
  expect(lanes).toEqual([{ connectionId, tenantId }])
})

test('an event that came before changes nothing, in one batch or 50 parallel ones', async () => {
  const eventKey = newId()
  const batches = Array.from({ length: 50 }, () =>
    storeArrivals(app, [arrival({ eventKey }), arrival({ eventKey })]),
  )
  const lanes = (await Promise.all(batches)).flat()
  expect(lanes).toEqual([{ connectionId, tenantId }])
  const rows = await worker.kysely
    .selectFrom('inbox')
    .select('id')
    .where('event_key', '=', eventKey)
    .execute()
  expect(rows).toHaveLength(1)
})

test('an unlinked customer’s events are kept, and wait in its lane once it is linked', async () => {
  const first = arrival({ externalCustomerId: 'C-9' })
  expect(await storeArrivals(app, [first])).toEqual([])
  expect(await stored(first.id)).toMatchObject({ state: 'unmapped', tenant_id: null })

  const link = { connectionId, externalId: 'C-9', tenantId: otherTenantId }
  const made = await withSystem(worker, (trx) => createLink(trx, link))
  expect(made).toEqual({ type: 'linked', released: 1 })
  expect(await stored(first.id)).toMatchObject({ state: 'pending', tenant_id: otherTenantId })
  expect(await withSystem(worker, (trx) => createLink(trx, link))).toEqual({
    type: 'linked',
    released: 0,
  })
  expect(await withSystem(worker, (trx) => createLink(trx, { ...link, tenantId }))).toEqual({
    type: 'taken',
  })
})

test('a lane that is behind is not named: what waits there was told of, and a poke more would only pile up', async () => {
  const ofLane = (customer: string | null) =>
    arrival({ externalCustomerId: customer, externalId: newId() })
  const lanes = [
    { connectionId, tenantId },
    { connectionId, tenantId: null },
  ]
  const store = () => storeArrivals(app, [ofLane('C-1'), ofLane(null)])
  const setAll = (change: { due_at?: Date; claim?: string | null }) =>
    worker.kysely.updateTable('inbox').set(change).where('state', '=', 'pending').execute()
  await setAll({ due_at: new Date() })
  expect(new Set(await store())).toEqual(new Set(lanes))
  await setAll({ due_at: new Date(Date.now() - 10_000) })
  expect(await store()).toEqual([])
  // Somebody works on all that is old.
  await setAll({ claim: newId() })
  expect(new Set(await store())).toEqual(new Set(lanes))
  await worker.kysely.deleteFrom('inbox').where('state', '=', 'pending').execute()
})

test('an event without a customer goes to the owner of its record, else to the unresolved lane', async () => {
  await worker.kysely
    .insertInto('record_owners')
    .values({ connection_id: connectionId, kind: 'order', external_id: 'O-7', tenant_id: tenantId })
    .execute()
  const known = arrival({ externalId: 'O-7', externalCustomerId: null })
  const unknown = arrival({ externalId: 'O-8', externalCustomerId: null })
  const lanes = await storeArrivals(app, [known, unknown])
  expect(new Set(lanes)).toEqual(
    new Set([
      { connectionId, tenantId },
      { connectionId, tenantId: null },
    ]),
  )
  expect(await stored(unknown.id)).toMatchObject({ state: 'pending', tenant_id: null })
})

test('quarantined and ignored events are kept with their verdict and poke nobody', async () => {
  const broken = arrival({ state: 'quarantined', reason: 'body is no JSON', body: '{"half' })
  const ignored = arrival({ state: 'ignored', reason: 'unknown_type' })
  expect(await storeArrivals(app, [broken, ignored])).toEqual([])
  expect(await stored(broken.id)).toMatchObject({ state: 'quarantined', reason: 'body is no JSON' })
  expect(await stored(ignored.id)).toMatchObject({
    verdict: 'ignored',
    finished_at: expect.any(Date) as Date,
  })
})

test.each<[string, Partial<Arrival>, Record<string, unknown>]>([
  ['NUL characters', { body: 'a\0b', eventType: 'x\0', externalId: 'O\0' }, { body: 'a␀b' }],
  [
    'NUL in the key',
    { eventKey: 'k\0' },
    { event_key: expect.stringMatching(/^sha256:/) as string },
  ],
  ['a key of 10,000 characters', { eventKey: 'k'.repeat(10_000) }, { state: 'pending' }],
  [
    'a customer id of 10,000 characters',
    { externalCustomerId: 'c'.repeat(10_000) },
    { state: 'quarantined' },
  ],
  ['a version beyond 2^53', { version: 1e300 }, { version: null }],
  ['a fractional version', { version: 1.5 }, { version: null }],
  ['a time that is none', { occurredAt: 'yesterday' }, { occurred_at: null }],
  ['a time in year 9999', { occurredAt: '9999-12-31T23:59:59Z' }, { state: 'pending' }],
  ['a time beyond all calendars', { occurredAt: '+200000-01-01T00:00:00Z' }, { occurred_at: null }],
  ['lone surrogates', { body: '{"a":"\ud800"}' }, { state: 'pending' }],
])('%s do not lose the event nor its neighbours', async (_, change, kept) => {
  const odd = arrival(change)
  const neighbour = arrival()
  await storeArrivals(app, [odd, neighbour])
  expect(await stored(odd.id)).toMatchObject(kept)
  expect(await stored(neighbour.id)).toMatchObject({ state: 'pending' })
})

test('a refusal is counted by minute, with the last 20 samples of its connection', async () => {
  for (let i = 0; i < 25; i++) {
    await countRefusal(app, {
      connectionId,
      reason: 'bad_signature',
      address: '192.0.2.1',
      userAgent: 'curl\0',
      eventKey: `key-${i}`,
    })
  }
  const counts = await worker.kysely.selectFrom('intake_refusals').select('count').execute()
  expect(counts.reduce((sum, row) => sum + row.count, 0)).toBe(25)
  const samples = await worker.kysely.selectFrom('intake_refusal_samples').selectAll().execute()
  expect(samples).toHaveLength(20)
  expect(samples.map((sample) => sample.event_key)).toContain('key-24')
})

test('the app role reads no table of the hub, only what the lookups answer', async () => {
  for (const table of [
    'connections',
    'links',
    'inbox',
    'record_owners',
    'people',
    'sessions',
  ] as const) {
    await expect(app.pool.query(`select 1 from ${table}`)).rejects.toThrow('permission denied')
  }
  const found = await findIntakeConnection(app, keyring, connectionId)
  expect(found).toMatchObject({
    source: 'orders',
    state: 'active',
    secrets: ['whsec_one', 'whsec_two'],
  })
  expect(await findIntakeConnection(app, keyring, newId())).toBeNull()
})

test('secrets of two connections that were swapped do not open', async () => {
  const row = await worker.kysely
    .selectFrom('connections')
    .select(['id', 'credentials'])
    .where('id', '=', connectionId)
    .executeTakeFirstOrThrow()
  expect(openCredentials(keyring, row)).toEqual({ token: 'planted-token' })
  expect(() => openCredentials(keyring, { ...row, id: newId() })).toThrow('another owner or field')
})
