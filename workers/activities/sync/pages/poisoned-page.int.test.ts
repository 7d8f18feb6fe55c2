/** W09 by the list: a record that no database can hold keeps neither its neighbours nor the checkpoint back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRun } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import { createSandbox, type Sandbox } from '#integrations/sandbox/create-sandbox.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { readInbox, readOrders } from '#workflows/testing/mirror.ts'
import { wireOrder } from '#workflows/testing/wire-order.ts'
import { createBackfillPage } from './backfill-page.ts'
import { createPollPages } from './poll-pages.ts'

let sandbox: Sandbox
let hub: Hub

beforeAll(async () => {
  sandbox = await createSandbox({ token: 'sesame' })
  hub = await createHub({
    customers: ['C-1'],
    baseUrl: `${sandbox.url}/orders`,
    token: sandbox.token,
  })
})
afterAll(async () => {
  await hub.close()
  await sandbox.close()
})

const good = (id: string) => wireOrder({ id, customer: 'C-1' })

const BAD = [
  { ...good('nul\0id') },
  { ...good('half\ud800pair') },
  { ...good('nul'), title: 'a\0b' },
  { ...good('pair'), title: '\udc00' },
  { ...good('customer'), customer: { id: 'C-\0', name: '' } },
  { ...good('long'), title: 'x'.repeat(100_000) },
  { ...good('x'.repeat(5_000)) },
  { ...good('version'), version: 1e300 },
  { ...good('date'), promised_on: '2026-02-30' },
]

async function seed(orders: readonly object[]): Promise<void> {
  const answer = await fetch(`${sandbox.url}/control/seed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ orders, replace: true, unchecked: true }),
  })
  expect(answer.status).toBe(201)
}

const pulse = { signal: new AbortController().signal, attempt: 1 }

test('backfill and poll store the neighbours and keep what they could not take', async () => {
  await seed([good('before'), ...BAD, good('later')])
  const { connectionId } = hub
  const runId = await withSystem(hub.db, (trx) =>
    startRun(trx, { connectionId, kind: 'order', lane: 'backfill', startedBy: 'test' }),
  )
  const backfilled = await createBackfillPage(hub.deps)({ connectionId, runId }, pulse)
  expect(backfilled).toEqual({ status: 'complete' })
  const last = { ...good('last'), updated_at: new Date().toISOString() }
  await seed([good('before'), ...BAD, good('later'), last])
  expect(await createPollPages(hub.deps)({ connectionId }, pulse)).toEqual({ status: 'complete' })
  const orders = await readOrders(hub, 'C-1')
  expect(orders.map(({ externalId }) => externalId).toSorted()).toEqual(['before', 'last', 'later'])
  const kept = await readInbox(hub)
  expect(kept.map(({ state }) => state)).toEqual(BAD.map(() => 'quarantined'))
})

test('a page that is too large to take is asked for in smaller ones', async () => {
  const huge = Array.from({ length: 12 }, (_, index) => ({
    ...good(`huge-${index}`),
    updated_at: new Date().toISOString(),
    title: 'x'.repeat(1_000_000),
  }))
  await seed([...huge, { ...good('after-them'), updated_at: new Date().toISOString() }])
  const args = { connectionId: hub.connectionId }
  expect(await createPollPages(hub.deps)(args, pulse)).toEqual({ status: 'complete' })
  const orders = await readOrders(hub, 'C-1')
  expect(orders.map(({ externalId }) => externalId)).toContain('after-them')
})
