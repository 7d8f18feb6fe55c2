/** What the bench counts in histories is what was asked of Temporal. */
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { readInbox } from '#workflows/testing/mirror.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import { countWork } from './temporal-work.ts'

let hub: Hub

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1'] })
  await hub.startWorkers()
})
afterAll(() => hub.close())

test('a burst of one lane is one poke and a few drain steps', async () => {
  const { address, namespace } = inject('temporal')
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace })
  const { connectionId, tenantId } = hub.laneOf('C-1')
  const id = `${hub.prefix}sync:${connectionId}:${tenantId}`
  expect(await countWork(client, [id])).toEqual({ pokes: 0, drains: 0 })
  const arrivals = Array.from({ length: 50 }, (_, at) =>
    arrivalOf({ connectionId, order: wireOrder({ id: `o-${at}`, customer: 'C-1' }) }),
  )
  await hub.receive(arrivals)
  const waiting = async (): Promise<number> =>
    (await readInbox(hub)).filter(({ state }) => state === 'pending').length
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
  // The list of runs is a moment behind them.
  await expect
    .poll(async () => (await countWork(client, [id])).drains, { timeout: 20_000 })
    .toBeGreaterThan(0)
  expect((await countWork(client, [id])).pokes).toBe(1)
  await connection.close()
})
