import { Client, Connection } from '@temporalio/client'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import { temporalConfig } from '#temporal.config'
import { createSweeper } from '#workers/sweeper.ts'
import { eventsArrived } from '../messages.ts'
import { createHub, type Hub } from '../testing/hub.ts'
import { eventually, readAudit, readInbox, readLiveEvents, readOrders } from '../testing/mirror.ts'
import { arrivalOf, rawArrival, wireOrder } from '../testing/wire-order.ts'

let hub: Hub

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1', 'C-2', 'C-3'] })
  await hub.startWorkers()
})
afterAll(() => hub.close())

test('an event in the inbox becomes a row, a live event and an audit entry of its tenant', async () => {
  const { connectionId } = hub
  const first = arrivalOf({ connectionId, order: wireOrder({ id: 'a', customer: 'C-1' }) })
  await hub.receive([first])
  await eventually(async () => expect(await readOrders(hub, 'C-1')).toHaveLength(1))
  const shipped = wireOrder({ id: 'a', customer: 'C-1', version: 2, status: 'shipped' })
  const second = arrivalOf({ connectionId, order: shipped })
  await hub.receive([second])
  await eventually(async () =>
    expect(await readOrders(hub, 'C-1')).toEqual([
      {
        externalId: 'a',
        version: 2,
        state: 'in_transit',
        title: 'Plate heat exchanger, version 2',
        deleted: false,
      },
    ]),
  )
  expect(await readLiveEvents(hub, 'C-1')).toEqual([
    { position: 1, version: 1, requestId: first.requestId },
    { position: 2, version: 2, requestId: second.requestId },
  ])
  const audit = await readAudit(hub, 'C-1')
  expect(audit.map(({ action, actor }) => [action, actor])).toEqual([
    ['order.created', 'Order system'],
    ['order.updated', 'Order system'],
  ])
  expect(audit[1]?.changes).toEqual({
    state: { from: 'confirmed', to: 'in_transit' },
    title: { from: 'Plate heat exchanger, version 1', to: 'Plate heat exchanger, version 2' },
    total: {
      from: { currency: 'EUR', minor: 125_001 },
      to: { currency: 'EUR', minor: 125_002 },
    },
  })
  expect((await readInbox(hub)).map(({ state, verdict }) => [state, verdict])).toEqual([
    ['done', 'applied'],
    ['done', 'applied'],
  ])
  expect(await readOrders(hub, 'C-2')).toEqual([])
})

test('events of many requests for one lane all become rows, with far fewer drains', async () => {
  const { connectionId } = hub
  const arrivals = Array.from({ length: 120 }, (_, index) =>
    arrivalOf({ connectionId, order: wireOrder({ id: `b${index}`, customer: 'C-2' }) }),
  )
  for (const arrival of arrivals) await hub.receive([arrival])
  await eventually(async () => expect(await readOrders(hub, 'C-2')).toHaveLength(120))
})

test('an event whose poke was lost is found by the sweeper', async () => {
  const { connectionId } = hub
  const lost = arrivalOf({ connectionId, order: wireOrder({ id: 'lost', customer: 'C-1' }) })
  await hub.receive([lost], { poke: false })
  const age = sql`update inbox set due_at = now() - interval '6 seconds' where state = 'pending'`
  await withSystem(hub.db, (trx) => age.execute(trx))
  await createSweeper(hub.deps).sweep()
  await eventually(async () => {
    const ids = (await readOrders(hub, 'C-1')).map(({ externalId }) => externalId)
    expect(ids).toContain('lost')
  })
})

test('a run that was told of more than it can read at once goes on as a new one', async () => {
  const { connectionId, prefix } = hub
  const { tenantId } = hub.laneOf('C-3')
  const order = wireOrder({ id: 'told', customer: 'C-3' })
  await hub.receive([arrivalOf({ connectionId, order })], { poke: false })
  // With it one more than a step takes.
  const copies = sql`
    insert into inbox (id, connection_id, tenant_id, event_key, event_type, kind, external_id, version, body, state)
    select gen_random_uuid(), connection_id, tenant_id, 'copy-' || n, event_type, kind, external_id, version, body, state
    from inbox, generate_series(1, ${temporalConfig.drainStepRows}::integer) as n
    where external_id = 'told'`
  await withSystem(hub.db, (trx) => copies.execute(trx))

  const { address, namespace } = inject('temporal')
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace })
  // On a queue where nobody works yet, as when all workers are away.
  const handle = await client.workflow.signalWithStart('drain', {
    workflowId: `${prefix}sync:${connectionId}:${tenantId}`,
    taskQueue: `${prefix}later-${temporalConfig.taskQueues.live}`,
    args: [{ connectionId, tenantId }],
    signal: eventsArrived,
  })
  await Promise.all(Array.from({ length: 300 }, () => handle.signal(eventsArrived)))
  const stop = await hub.startWorkers({}, { prefix: `${prefix}later-` })
  const first = client.workflow.getHandle(handle.workflowId, handle.signaledRunId)
  await expect.poll(async () => (await first.describe()).status.name).toBe('CONTINUED_AS_NEW')
  await handle.result()
  expect(await readOrders(hub, 'C-3')).toMatchObject([{ externalId: 'told' }])
  await stop()
  await connection.close()
})

/** What Temporal remembers of the lane's last run, in bytes. */
async function historySize(customer: string): Promise<number> {
  const { address, namespace } = inject('temporal')
  const connection = await Connection.connect({ address })
  const { connectionId, tenantId } = hub.laneOf(customer)
  const id = `${hub.prefix}sync:${connectionId}:${tenantId}`
  const { workflow } = new Client({ connection, namespace })
  const { events } = await workflow.getHandle(id).fetchHistory()
  await connection.close()
  return Buffer.byteLength(JSON.stringify(events))
}

test('a record of 3 MB is applied, one that nobody can take says why, and workflows carry neither (R28)', async () => {
  const { connectionId } = hub
  const order = (id: string) => wireOrder({ id, customer: 'C-2' })
  const [first] = order('huge').history
  const note = (at: number) => ({ ...first, id: `n${String(at)}`, text: 'x'.repeat(3_900) })
  const huge = { ...order('huge'), history: Array.from({ length: 800 }, (_, at) => note(at)) }
  const bodyOf = (data: object): string =>
    JSON.stringify({ type: 'order.updated', timestamp: order('huge').updated_at, data })
  const bad = { ...order('bad'), title: 'x'.repeat(3_000_000) }
  await hub.receive([
    arrivalOf({ connectionId, order: order('before') }),
    rawArrival({ connectionId, order: order('huge'), body: bodyOf(huge) }),
    rawArrival({ connectionId, order: order('bad'), body: bodyOf(bad) }),
    arrivalOf({ connectionId, order: order('after') }),
  ])
  await eventually(async () => {
    const ids = ['before', 'huge', 'bad', 'after']
    const rows = (await readInbox(hub)).filter(({ externalId }) => ids.includes(externalId))
    expect(rows.map(({ externalId, state }) => [externalId, state])).toEqual([
      ['before', 'done'],
      ['huge', 'done'],
      ['bad', 'quarantined'],
      ['after', 'done'],
    ])
    expect(rows[2]?.reason).toContain('title: Too big')
  }, 30_000)
  const orders = (await readOrders(hub, 'C-2')).map(({ externalId }) => externalId)
  expect(orders).toEqual(expect.arrayContaining(['before', 'huge', 'after']))
  expect(orders).not.toContain('bad')
  expect(await historySize('C-2')).toBeLessThan(50_000)
})
