import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import type { WireOrder } from '#integrations/orders/schema.ts'
import { createSandbox, type Sandbox } from '#integrations/sandbox/create-sandbox.ts'
import { createSweeper } from '#workers/sweeper.ts'
import { createHub, type Hub } from '../testing/hub.ts'
import { eventually, readOrders } from '../testing/mirror.ts'
import { arrivalOf, wireOrder } from '../testing/wire-order.ts'

let sandbox: Sandbox
let hub: Hub

beforeAll(async () => {
  sandbox = await createSandbox()
  hub = await createHub({
    customers: ['C-1', 'C-2'],
    baseUrl: `${sandbox.url}/orders`,
    token: sandbox.token,
  })
  await hub.startWorkers()
})
afterAll(async () => {
  await hub.close()
  await sandbox.close()
})

const control = (method: string, path: string, body: unknown): Promise<Response> =>
  fetch(`${sandbox.url}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const idOf = (index: number): string => `ord-${String(index).padStart(5, '0')}`

test('the first backfill starts by itself, waits when asked to, and live events win beside it', async () => {
  const { connectionId } = hub
  const orders: WireOrder[] = Array.from({ length: 900 }, (_, index) =>
    wireOrder({ id: idOf(index), customer: `C-${(index % 2) + 1}` }),
  )
  await control('POST', 'seed', { orders })
  await control('PUT', 'faults', { route: 'GET /orders', status: 429, retryAfter: 1, times: 1 })
  await createSweeper(hub.deps).sweep()
  for (let index = 0; index < 900; index += 30) {
    const order = wireOrder({ id: idOf(index), customer: 'C-1', version: 5, status: 'shipped' })
    await control('POST', 'seed', { orders: [order] })
    await hub.receive([arrivalOf({ connectionId, order })])
  }
  const runs = () =>
    withSystem(hub.db, async (trx) => {
      const { rows } = await sql<{ state: string; written: number }>`
        select state, written from runs where lane = 'backfill' and kind = 'order'`.execute(trx)
      return rows
    })
  await eventually(async () => expect(await runs()).toMatchObject([{ state: 'completed' }]), 25_000)
  await eventually(async () => {
    const held = await readOrders(hub, 'C-1')
    expect(held).toHaveLength(450)
    expect(held.filter(({ version }) => version === 5)).toHaveLength(30)
  })
  expect(await readOrders(hub, 'C-2')).toHaveLength(450)
  const positions = await withTenant(hub.db, hub.tenantOf('C-1'), (trx) =>
    sql`select max(position) - count(*) as gaps from live_events`.execute(trx),
  )
  expect(positions.rows).toEqual([{ gaps: 0 }])
}, 60_000)
