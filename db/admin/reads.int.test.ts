/** What staff read across tenants: counts, lags and lists, and what the role must never see. */
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ConnectionId, InboxId, TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../client.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { insertEvent, insertRun } from '../testing/inbox.ts'
import { insertConnection } from '../testing/orders.ts'
import { insertMember, insertTenant } from '../testing/rows.ts'
import { countAttention } from './attention.ts'
import { findConnection, listConnections } from './connections.ts'
import { findInboxEvent } from './inbox-get.ts'
import { listInbox, type InboxListInput } from './inbox-list.ts'
import { withStaff } from './staff-tx.ts'
import { listTenants, searchTenants } from './tenants.ts'
import { listNameless, listUnmapped } from './unmapped.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let database: TestDatabase
let staff: Database
let sql: pg.Pool
let connectionId: ConnectionId
let other: ConnectionId
let northgate: TenantId
let vellmar: TenantId

beforeAll(async () => {
  database = await createTestDatabase()
  staff = createDatabase({ url: database.staffUrl, name: 'test' })
  sql = new pg.Pool({ connectionString: database.superuserUrl, max: 2 })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  connectionId = await insertConnection(owner)
  other = await insertConnection(owner)
  northgate = await insertTenant(owner, { slug: 'northgate' })
  vellmar = await insertTenant(owner, { slug: 'vellmar' })
  await insertMember(owner, northgate, { email: 'amara@northgate.test', role: 'admin' })
  await owner.close()
})

beforeEach(async () => {
  await sql.query(
    'truncate inbox, runs, run_differences, intake_refusals, intake_refusal_samples, links',
  )
})

afterAll(async () => {
  await Promise.all([staff.close(), sql.end()])
  await database.drop()
})

const ALL: InboxListInput = {
  connectionId: null,
  tenantId: null,
  outcome: null,
  kind: null,
  customer: null,
  since: null,
  q: '',
  before: null,
  limit: 50,
}
const inbox = (asked: Partial<InboxListInput>) =>
  withStaff(staff, (trx) => listInbox(trx, { ...ALL, ...asked }))
const idsOf = async (asked: Partial<InboxListInput>): Promise<InboxId[]> =>
  (await inbox(asked)).rows.map(({ id }) => id)

describe('a connection', () => {
  test('tells backlog, lag, what is set aside and what went wrong in the last hour', async () => {
    await insertEvent(sql, { connectionId, tenantId: northgate, state: 'pending', ageMs: 90_000 })
    await insertEvent(sql, {
      connectionId,
      tenantId: northgate,
      state: 'pending',
      verdict: 'retry',
      ageMs: 5 * MINUTE,
      dueInMs: MINUTE,
    })
    await insertEvent(sql, { connectionId, state: 'unmapped', customer: 'C-9', ageMs: 2 * HOUR })
    await insertEvent(sql, { connectionId, state: 'quarantined', ageMs: MINUTE })
    await insertEvent(sql, { connectionId, tenantId: northgate, ageMs: MINUTE })
    await insertEvent(sql, { connectionId: other, state: 'quarantined' })
    await sql.query(
      `insert into intake_refusals (connection_id, reason, minute, count)
       values ($1, 'bad_signature', date_trunc('minute', now()), 4), ($1, 'too_old', now() - interval '2 hours', 7)`,
      [connectionId],
    )
    const found = await withStaff(staff, (trx) => findConnection(trx, connectionId))
    expect(found).toMatchObject({
      backlog: { n: 2, more: false },
      quarantined: { n: 1 },
      unmapped: { n: 1 },
      hour: { received: { n: 4 }, failed: 2, refused: 4 },
    })
    expect(found?.lagSeconds).toBeGreaterThanOrEqual(90)
    expect(found?.lagSeconds).toBeLessThan(120)
    const [, second] = await withStaff(staff, (trx) => listConnections(trx))
    expect(second).toBeDefined()
  })

  test('tells until when a replaced webhook secret is taken, and nothing once it has ended', async () => {
    const until = async (when: string): Promise<string | null | undefined> => {
      await sql.query(`update connections set secrets_retire_at = ${when} where id = $1`, [
        connectionId,
      ])
      return (await withStaff(staff, (trx) => findConnection(trx, connectionId)))?.oldSecretsUntil
    }
    expect(Date.parse((await until(`now() + interval '1 hour'`)) ?? '')).toBeGreaterThan(Date.now())
    expect(await until(`now() - interval '1 second'`)).toBeNull()
    expect(await until('null')).toBeNull()
  })

  test('has a failure only while nothing succeeded after it', async () => {
    const set = (failed: string, succeeded: string) =>
      sql.query(
        `update connections set last_error = 'refused', last_error_at = now() - $2::interval,
           last_checked_at = now() - $3::interval where id = $1`,
        [connectionId, failed, succeeded],
      )
    const read = () => withStaff(staff, (trx) => findConnection(trx, connectionId))
    await set('1 minute', '1 hour')
    expect((await read())?.failure).toMatchObject({ reason: 'refused' })
    await set('1 hour', '1 minute')
    expect((await read())?.failure).toBeNull()
  })

  test('shows the latest backfill of each kind, with what the last complete one read', async () => {
    await insertRun(sql, { connectionId, fetched: 120, ageMs: 3 * HOUR })
    await insertRun(sql, { connectionId, state: 'failed', fetched: 7, ageMs: 2 * HOUR })
    await insertRun(sql, { connectionId, state: 'running', fetched: 30, ageMs: MINUTE })
    const found = await withStaff(staff, (trx) => findConnection(trx, connectionId))
    expect(found?.runs).toMatchObject([
      { kind: 'order', state: 'running', fetched: 30, expected: 120 },
    ])
  })

  test('never shows credentials, secrets or hashes: the role has no grant on them', async () => {
    for (const forbidden of [
      'select credentials from connections',
      'select webhook_secrets from connections',
      'select * from connections',
      'select password_hash from people',
      'select password_hash from staff',
      'select id_hash from sessions',
      'select id_hash from staff_sessions',
      `select app.find_staff_sign_in('a@b.test')`,
      `select app.find_sign_in('a@b.test')`,
    ]) {
      await expect(staff.pool.query(forbidden), forbidden).rejects.toThrow('permission denied')
    }
  })

  test('cannot be changed: the transaction and the role refuse every write', async () => {
    const write = `update tenants set name = 'x'`
    await expect(withStaff(staff, () => staff.pool.query(write))).rejects.toThrow('denied')
    await expect(staff.pool.query('delete from inbox')).rejects.toThrow('permission denied')
  })
})

describe('the inbox', () => {
  test('comes newest first and page by page, each event once', async () => {
    const ids: InboxId[] = []
    for (let i = 5; i > 0; i--)
      ids.unshift(await insertEvent(sql, { connectionId, ageMs: i * MINUTE }))
    const first = await inbox({ limit: 2 })
    const second = await inbox({ limit: 2, before: first.next })
    const third = await inbox({ limit: 2, before: second.next })
    expect([first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(ids)
    expect(third).toMatchObject({ next: null, lookedBackTo: null })
  })

  test('is filtered by connection, tenant, outcome, kind and customer, alone and together', async () => {
    // Ids of one moment have no order.
    const northgates = { connectionId, tenantId: northgate }
    const vellmars = { connectionId, tenantId: vellmar }
    const elsewhere = { ...vellmars, connectionId: other }
    const waits = { ...northgates, state: 'pending' }
    const add = (facts: Parameters<typeof insertEvent>[1]) => insertEvent(sql, facts)
    const applied = await add({ ...northgates, ageMs: 6_000 })
    const stale = await add({ ...vellmars, verdict: 'stale', ageMs: 5_000 })
    const invoice = await add({ ...elsewhere, kind: 'invoice', ageMs: 4_000 })
    const waiting = await add({ ...waits, ageMs: 3_000 })
    const retrying = await add({ ...waits, verdict: 'retry', ageMs: 2_000 })
    const unmapped = await add({ connectionId, state: 'unmapped', customer: 'C-9' })
    expect(await idsOf({ connectionId: other })).toEqual([invoice])
    expect(await idsOf({ tenantId: vellmar })).toEqual([invoice, stale])
    expect(await idsOf({ tenantId: vellmar, connectionId })).toEqual([stale])
    expect(await idsOf({ kind: 'invoice' })).toEqual([invoice])
    expect(await idsOf({ customer: 'C-9' })).toEqual([unmapped])
    expect(await idsOf({ outcome: 'waiting' })).toEqual([retrying, waiting])
    expect(await idsOf({ outcome: 'retrying' })).toEqual([retrying])
    expect(await idsOf({ outcome: 'unmapped', connectionId })).toEqual([unmapped])
    expect(await idsOf({ outcome: 'applied', connectionId })).toEqual([applied])
    expect(await idsOf({ outcome: 'quarantined' })).toEqual([])
  })

  test('finds an exact key or record however old, and part of one among what is recent', async () => {
    const old = await insertEvent(sql, { connectionId, externalId: 'ord_1', ageMs: 9 * HOUR })
    const key = await insertEvent(sql, {
      connectionId: other,
      eventKey: 'msg_77',
      externalId: 'ord_12',
    })
    expect(await idsOf({ q: 'ord_1' })).toEqual([old])
    expect(await idsOf({ q: 'msg_77' })).toEqual([key])
    expect(await idsOf({ q: 'ORD_' })).toEqual([key, old])
    expect(await idsOf({ q: 'ord_1', connectionId: other })).toEqual([])
    expect(await idsOf({ q: "' or 1=1 --" })).toEqual([])
  })

  test('looks through a bounded stretch, says how far, and goes on from there', async () => {
    await sql.query(
      `insert into inbox (id, connection_id, event_key, event_type, kind, body, state, verdict, tenant_id)
       select (lpad(to_hex(1700000000000 + g), 12, '0') || '00000000000000000000')::uuid, $1, 'k' || g,
         'order.updated', case when g = 1 then 'invoice' else 'order' end, '{}', 'done', 'applied', $2
       from generate_series(1, 20050) g`,
      [connectionId, northgate],
    )
    const first = await inbox({ kind: 'invoice' })
    expect(first.rows).toEqual([])
    expect(first.lookedBackTo).toBe(new Date(1_700_000_000_051).toISOString())
    const second = await inbox({ kind: 'invoice', before: first.next })
    expect(second).toMatchObject({ rows: [{ eventKey: 'k1' }], next: null, lookedBackTo: null })
  })

  test('shows one event whole, with the others of its record', async () => {
    const place = { connectionId, tenantId: northgate, externalId: 'ord_1' }
    const first = await insertEvent(sql, { ...place, body: '{"a":1}', ageMs: MINUTE })
    const second = await insertEvent(sql, { ...place, verdict: 'stale' })
    const found = await withStaff(staff, (trx) => findInboxEvent(trx, first))
    expect(found).toMatchObject({
      body: '{"a":1}',
      bytes: 7,
      tenant: { slug: 'northgate' },
      others: [{ id: second, verdict: 'stale' }],
      isClaimed: false,
    })
    const body = JSON.stringify((await inbox({})).rows)
    expect(body).not.toContain('"a":1')
  })
})

describe('unmapped records', () => {
  test('are grouped by customer, counted, and paged from customer to customer', async () => {
    for (let i = 0; i < 3; i++) {
      const customer = { connectionId, state: 'unmapped', customer: 'C-2' }
      await insertEvent(sql, { ...customer, ageMs: (3 - i) * MINUTE, body: `{"n":${String(i)}}` })
    }
    await insertEvent(sql, { connectionId, state: 'unmapped', customer: 'C-1', kind: 'invoice' })
    await insertEvent(sql, { connectionId, state: 'unmapped', customer: null })
    await insertEvent(sql, { connectionId, customer: 'C-3' })
    const read = (after: Parameters<typeof listUnmapped>[1]['after']) =>
      withStaff(staff, (trx) => listUnmapped(trx, { after, limit: 1 }))
    const first = await read(null)
    expect(first.groups).toMatchObject([
      { externalCustomerId: 'C-1', count: { n: 1 }, kinds: ['invoice'] },
    ])
    const second = await read(first.next)
    expect(second.groups).toMatchObject([
      { externalCustomerId: 'C-2', count: { n: 3 }, kinds: ['order'], newestBody: '{"n":2}' },
    ])
    expect(second.next).toBeNull()
    const nameless = await withStaff(staff, (trx) => listNameless(trx))
    expect(nameless).toMatchObject([{ externalCustomerId: null, count: { n: 1 } }])
    expect(await withStaff(staff, countAttention)).toMatchObject({ unmapped: { n: 5 } })
  })
})

describe('tenants', () => {
  test('come by name with what they hold, and are found by part of name or slug', async () => {
    await sql.query(
      'insert into links (connection_id, external_id, tenant_id) values ($1, $2, $3)',
      [connectionId, 'C-1001', northgate],
    )
    const read = (q: string, after: Parameters<typeof listTenants>[1]['after'] = null) =>
      withStaff(staff, (trx) => listTenants(trx, { q, after, connectionId: null, limit: 1 }))
    const first = await read('')
    expect(first.rows).toMatchObject([
      {
        slug: 'northgate',
        members: 1,
        links: { count: 1, some: ['C-1001'] },
        orders: { n: 0, more: false },
        lastActivityAt: null,
      },
    ])
    expect((await read('', first.next)).rows).toMatchObject([{ slug: 'vellmar', members: 0 }])
    expect((await read('ELL')).rows).toMatchObject([{ slug: 'vellmar' }])
    expect((await read('%')).rows).toEqual([])
    const linked = await withStaff(staff, (trx) =>
      listTenants(trx, { q: '', after: null, connectionId, limit: 5 }),
    )
    expect(linked.rows.map(({ slug }) => slug)).toEqual(['northgate'])
    const found = await withStaff(staff, (trx) => searchTenants(trx, { q: 'gate', limit: 5 }))
    expect(found).toEqual([{ id: northgate, slug: 'northgate', name: 'northgate' }])
  })
})
