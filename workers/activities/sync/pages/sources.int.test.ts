/** Backfill and polls of the sources that have several kinds: everything comes in, and what no webhook told as well. */
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { startRun } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { applyChanges } from '#db/write/apply-changes.ts'
import { startHubspot } from '#integrations/sandbox/hubspot/testing/start.ts'
import { startStripe } from '#integrations/sandbox/stripe/testing/start.ts'
import { KINDS_OF_SOURCE, type RecordKind } from '#workflows/contracts/records.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { createDrainStep } from '../drain-step.ts'
import { createBackfillPage } from './backfill-page.ts'
import { createPollPages } from './poll-pages.ts'

const undo: (() => Promise<void>)[] = []
afterEach(async () => {
  for (let step = undo.pop(); step; step = undo.pop()) await step()
})

const STRIPE_CUSTOMER = 'cus_NorthgateClin1'
const HUBSPOT_COMPANY = '18420011001'

const pulse = { signal: new AbortController().signal, attempt: 1 }

async function start(options: Parameters<typeof createHub>[0]): Promise<Hub> {
  const hub = await createHub(options)
  undo.push(() => hub.close())
  return hub
}

async function backfill(hub: Hub, source: Source): Promise<Record<string, unknown>[]> {
  const { connectionId } = hub
  for (const kind of KINDS_OF_SOURCE[source]) {
    const run = { connectionId, kind, lane: 'backfill', startedBy: 'test' } as const
    const runId = await withSystem(hub.db, (trx) => startRun(trx, run))
    expect(await createBackfillPage(hub.deps)({ connectionId, runId }, pulse)).toEqual({
      status: 'complete',
    })
  }
  const { rows } = await withSystem(hub.db, (trx) =>
    sql<Record<string, unknown>>`
      select kind, state, fetched, written + unchanged + unmapped as kept from runs order by started_at`.execute(
      trx,
    ),
  )
  return rows
}

const poll = (hub: Hub) => createPollPages(hub.deps)({ connectionId: hub.connectionId }, pulse)

/** @returns records of the kind that were brought by a poll */
async function pollAndCount(hub: Hub, kind: RecordKind): Promise<number> {
  let count = 0
  const readerFor: Hub['deps']['readerFor'] = (connection) => {
    const reader = hub.deps.readerFor(connection)
    return {
      ...reader,
      async list(listed, options) {
        const page = await reader.list(listed, options)
        if (listed === kind) count += page.changes.length
        return page
      },
    }
  }
  const deps = { ...hub.deps, readerFor }
  expect(await createPollPages(deps)({ connectionId: hub.connectionId }, pulse)).toEqual({
    status: 'complete',
  })
  return count
}

async function read<T>(hub: Hub, customer: string, query: ReturnType<typeof sql<T>>): Promise<T[]> {
  return withTenant(hub.db, hub.tenantOf(customer), async (trx) => (await query.execute(trx)).rows)
}

/** @returns records of every kind that are not as the source has them */
async function compare(hub: Hub, source: Source): Promise<string[]> {
  const { connectionId } = hub
  for (const kind of KINDS_OF_SOURCE[source]) {
    const run = { connectionId, kind, lane: 'reconcile', startedBy: 'test' } as const
    const runId = await withSystem(hub.db, (trx) => startRun(trx, { ...run, findsDeletions: true }))
    expect(await createBackfillPage(hub.deps)({ connectionId, runId }, pulse)).toEqual({
      status: 'complete',
    })
  }
  const { rows } = await withSystem(hub.db, (trx) =>
    sql<{ found: string }>`
      select concat_ws(' ', r.kind, d.external_id, d.difference, d.changes) as found
      from run_differences d join runs r on r.id = d.run_id order by 1`.execute(trx),
  )
  return rows.map(({ found }) => found)
}

const everythingKept = (rows: readonly Record<string, unknown>[], kinds: readonly RecordKind[]) => {
  expect(rows.map(({ kind, state }) => [kind, state])).toEqual(
    kinds.map((kind) => [kind, 'completed']),
  )
  for (const { fetched, kept } of rows) expect([Number(fetched) > 0, kept]).toEqual([true, fetched])
}

test('Stripe: every kind comes in, and a payment no webhook told of', async () => {
  const stripe = await startStripe({ demo: true })
  undo.push(() => stripe.close())
  const customer = STRIPE_CUSTOMER
  const hub = await start({
    source: 'stripe',
    customers: [customer],
    baseUrl: `${stripe.url}/stripe`,
    credentials: { secretKey: 'sk_test_sandbox' },
  })
  everythingKept(await backfill(hub, 'stripe'), KINDS_OF_SOURCE.stripe)
  const [open] = await read(
    hub,
    customer,
    sql<{ id: string; lines: number }>`
      select external_id as id, (select count(*) from invoice_lines l where l.invoice_id = i.id) as lines
      from invoices i where state = 'open' and not exists (
        select 1 from payments p where p.invoice_external_id = i.external_id and p.state = 'processing')
      order by 1 limit 1`,
  )
  expect(open?.lines).toBeGreaterThan(0)
  await stripe.control(`/stripe/invoices/${open?.id ?? ''}/pay`)
  expect(await poll(hub)).toEqual({ status: 'complete' })
  // Stripe counts in seconds: what was read and paid within one is a tie, which the lane settles.
  const step = createDrainStep(hub.deps)
  while ((await step(hub.laneOf(customer))).more) continue
  expect(
    await read(
      hub,
      customer,
      sql`select i.state, p.state as payment from invoices i
        join payments p on p.invoice_external_id = i.external_id
        where i.external_id = ${open?.id ?? ''}`,
    ),
  ).toContainEqual({ state: 'paid', payment: 'succeeded' })
  expect(await compare(hub, 'stripe')).toEqual([])
  // A payment has to be read to know it. Held at a later second than its event, it is not read again by each poll.
  await expect.poll(() => pollAndCount(hub, 'payment')).toBe(0)
})

test('HubSpot: companies and contacts come in, a change no webhook told of, and one more page', async () => {
  const hubspot = await startHubspot({ demo: true })
  undo.push(() => hubspot.close())
  const company = HUBSPOT_COMPANY
  const hub = await start({
    source: 'hubspot',
    customers: [company],
    baseUrl: `${hubspot.url}/hubspot`,
    credentials: { accessToken: 'pat-sandbox' },
  })
  const many = Array.from({ length: 150 }, (_, index) => ({
    company,
    properties: { firstname: 'Nr', lastname: String(index) },
  }))
  await hubspot.control('/hubspot/seed', { companies: [], contacts: many })
  everythingKept(await backfill(hub, 'hubspot'), KINDS_OF_SOURCE.hubspot)
  const [contacts] = await read(
    hub,
    company,
    sql<{ n: number }>`select count(*) as n from contacts`,
  )
  expect(contacts?.n).toBeGreaterThan(150)
  await hubspot.control(`/hubspot/companies/${company}/rename`, { name: 'Renamed' })
  expect(await poll(hub)).toEqual({ status: 'complete' })
  expect(await read(hub, company, sql`select name from companies`)).toEqual([{ name: 'Renamed' }])

  expect(await compare(hub, 'hubspot')).toEqual([])
  // Held with a later stamp than the source's own, as by a page that was read when the contact was another one.
  await read(
    hub,
    company,
    sql`update contacts set name = 'Nr One', content_hash = sha256('other'),
      version = version + 1000 where name = 'Nr 1'`,
  )
  expect(await compare(hub, 'hubspot')).toEqual([
    expect.stringMatching(/^contact \d+ differing \{"name": \{"to": "Nr 1", "from": "Nr One"\}\}$/),
  ])
})

test('what was undone at HubSpot without a trace is found by reading everything again', async () => {
  const hubspot = await startHubspot({ demo: false })
  undo.push(() => hubspot.close())
  const company = HUBSPOT_COMPANY
  const hub = await start({
    source: 'hubspot',
    customers: [company],
    baseUrl: `${hubspot.url}/hubspot`,
    credentials: { accessToken: 'pat-sandbox' },
  })
  const id = '19000000001'
  await hubspot.control('/hubspot/seed', {
    companies: [{ id: company, properties: { name: 'Northgate' } }],
    contacts: [{ id, company, properties: { firstname: 'Ada' } }],
    at: Date.now() - 60_000,
  })
  await backfill(hub, 'hubspot')
  // An event told that the contact had left; that it came back changed no stamp of its own, and no event came.
  const version = Date.now() - 30_000
  const left = { kind: 'contact', type: 'delete', externalId: id, version } as const
  const changedAt = new Date(version).toISOString()
  const change = { ...left, externalCustomerId: company, changedAt }
  const { connectionId } = hub
  await withTenant(hub.db, hub.tenantOf(company), (trx) =>
    applyChanges(trx, { connectionId, lane: 'live', changes: [{ change }] }),
  )
  const living = sql`select name from contacts where deleted_at is null`
  expect(await read(hub, company, living)).toEqual([])
  await backfill(hub, 'hubspot')
  const step = createDrainStep(hub.deps)
  while ((await step(hub.laneOf(company))).more) continue
  expect(await read(hub, company, living)).toEqual([{ name: 'Ada' }])
})

test('a source away for longer than it remembers is read in full again, as a run', async () => {
  const stripe = await startStripe({ demo: true })
  undo.push(() => stripe.close())
  const hub = await start({
    source: 'stripe',
    customers: [STRIPE_CUSTOMER],
    baseUrl: `${stripe.url}/stripe`,
    credentials: { secretKey: 'sk_test_sandbox' },
  })
  await backfill(hub, 'stripe')
  await withSystem(hub.db, (trx) =>
    sql`update checkpoints set updated_since = now() - interval '31 days' where lane = 'poll'`.execute(
      trx,
    ),
  )
  expect(await poll(hub)).toEqual({ status: 'complete' })
  const { rows } = await withSystem(hub.db, (trx) =>
    sql`select kind, started_by from runs where state = 'running' order by kind`.execute(trx),
  )
  const startedBy = 'poll: away for longer than the source remembers'
  expect(rows).toEqual(
    KINDS_OF_SOURCE.stripe.toSorted().map((kind) => ({ kind, started_by: startedBy })),
  )
})
