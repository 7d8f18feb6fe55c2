/**
 * How PostgreSQL runs what the hub itself does beside many tenants and a long memory of applied events: claims, the
 * sweeper's questions, retention, the feed of live events, and the writes of a drain. No cost follows what is done.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type RunId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../client.ts'
import { listLiveEventsAfter } from '../read/live-events.ts'
import { withTenant, type TenantTx } from '../tenant.ts'
import { makeOrder } from '../testing/orders.ts'
import { explaining, faultsOf } from '../testing/plans.ts'
import { createScale, TENANT_TABLES, type Scale } from '../testing/scale.ts'
import { applyChanges } from '../write/apply-changes.ts'
import { pruneLiveEvents } from '../write/live-events.ts'
import { findMissing, listOwningTenants } from './enumerated-records.ts'
import { readConnectionFigures } from './figures/connections.ts'
import { forgetUnheard, notePollAhead } from './flow/unheard.ts'
import { claimEvents, settleEvents } from './inbox/claims.ts'
import { findOverdueLanes, findUnresolvedLanes, releaseUnmapped } from './inbox/lanes.ts'
import { pruneInbox } from './retention.ts'
import { withSystem, type SystemTx } from './system.ts'

let scale: Scale
let worker: Database
let app: Database

const TABLES = {
  growing: [
    ...TENANT_TABLES.growing,
    'live_events',
    'audit_entries',
    'inbox',
    'record_owners',
    'links',
  ],
  byTenant: [...TENANT_TABLES.byTenant, 'live_events', 'audit_entries'],
}

/** What waits, beside 15,000 events that were applied. */
const WAITING = `
  insert into inbox (id, connection_id, event_key, event_type, kind, external_id, external_customer_id, tenant_id,
    body, state, due_at)
  select gen_random_uuid(), $1, 'waiting ' || g, 'order.updated', 'order', 'ord_' || g, 'C-' || g % 50,
    case when g % 10 > 1 then $2::uuid end, '{}',
    case g % 10 when 0 then 'unmapped' when 1 then 'quarantined' else 'pending' end, now() - interval '1 minute'
  from generate_series(1, 300) g`

beforeAll(async () => {
  scale = await createScale({ tenants: 200, records: 60_000, withHistory: true })
  worker = createDatabase({ url: scale.database.workerUrl, name: 'test' })
  app = createDatabase({ url: scale.database.appUrl, name: 'test' })
  const sql = createDatabase({ url: scale.database.superuserUrl, name: 'test', max: 1 })
  await sql.pool.query(WAITING, [scale.tenants[0]?.connections.orders, scale.largest])
  await sql.pool.query('analyze inbox')
  await sql.close()
})
afterAll(async () => {
  await Promise.all([worker.close(), app.close()])
  await scale.database.drop()
})

async function expectBound(run: (db: Database) => Promise<unknown>, database: Database = worker) {
  const { db, plans } = explaining(database)
  await run(db)
  expect(plans.length).toBeGreaterThan(0)
  for (const plan of plans) expect(faultsOf(plan, TABLES), plan).toEqual([])
  return plans.join('\n')
}

const orders = () => {
  const [first] = scale.tenants
  if (!first) throw new Error('There is no tenant.')
  return first.connections.orders
}
const MONTH = { olderThanMs: 30 * 24 * 3600_000, limit: 2_000 }
const DAY = { olderThanMs: 24 * 3600_000, limit: 2_000 }

test('a claim and its outcome find their rows in the small index of what waits', async () => {
  const lane = { connectionId: orders(), tenantId: scale.largest }
  const plans = await expectBound((db) =>
    withSystem(db, async (trx) => {
      const claim = await claimEvents(trx, { lane, limit: 200 })
      expect(claim.events).toHaveLength(200)
      const done = claim.events.map(
        ({ id }) => ({ id, state: 'done', verdict: 'applied' }) as const,
      )
      await settleEvents(trx, claim.id, done)
    }),
  )
  expect(plans, 'what is due later is not gone past').toMatch(
    /using inbox_lane .*\n(?:.*Lock.*\n)?\s*Index Cond: .*due_at <= now\(\)/,
  )
})

test.each<[string, (trx: SystemTx) => Promise<unknown>]>([
  ['lanes that nobody poked', (trx) => findOverdueLanes(trx, { olderThanMs: 5_000, limit: 1_000 })],
  ['lanes of events without a tenant', (trx) => findUnresolvedLanes(trx, { olderThanMs: 5_000 })],
  ['what a new link releases', (trx) => releaseUnmapped(trx, 600_000)],
  ['figures of connections', readConnectionFigures],
  [
    'tenants that hold records',
    (trx) => listOwningTenants(trx, { connectionId: orders(), kind: 'order' }),
  ],
  ['retention of the inbox', (trx) => pruneInbox(trx, MONTH)],
])('%s: no scan of what is done', async (_, look) => {
  await expectBound((db) => withSystem(db, look))
})

test.each<[string, (trx: TenantTx) => Promise<unknown>]>([
  ['retention of live events', (trx) => pruneLiveEvents(trx, DAY)],
  [
    'what an enumeration did not see',
    (trx) => findMissing(trx, { runId: newId<RunId>(), connectionId: orders(), kind: 'order' }),
  ],
  [
    'writing changes of known and new records',
    (trx) =>
      applyChanges(trx, {
        connectionId: orders(),
        lane: 'live',
        changes: ['C-0-order-7', 'C-0-order-900', 'new'].map((externalId) => ({
          change: { kind: 'order', type: 'upsert', record: makeOrder({ externalId, version: 9 }) },
        })),
      }),
  ],
])('%s: by an index that leads with the tenant', async (_, work) => {
  await expectBound((db) => withTenant(db, scale.largest, work))
})

test('whether webhooks still come is asked of the end of a connection’s events', async () => {
  const plans = await expectBound((db) =>
    withSystem(db, async (trx) => {
      await notePollAhead(trx, orders())
      await forgetUnheard(trx)
    }),
  )
  expect(plans.match(/inbox_by_connection/g)).toHaveLength(2)
})

test('the feed of live events begins at its position, however many came before', async () => {
  const plans = await expectBound(
    (db) =>
      withTenant(db, scale.largest, (trx) => listLiveEventsAfter(trx, 2_000, 1_000), {
        readOnly: true,
      }),
    app,
  )
  expect(plans).toMatch(/Index Cond: \(\(tenant_id = .* AND \("?position"? > /)
})
