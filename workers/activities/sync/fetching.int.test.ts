/** Events that cannot be applied as they came: the source is asked, and what it answers, or does not, decides. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import { toOrderChange } from '#integrations/orders/map.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { readInbox, readOrders } from '#workflows/testing/mirror.ts'
import { arrivalOf, wireOrder, type WireOrderFacts } from '#workflows/testing/wire-order.ts'
import type { SyncDeps } from './deps.ts'
import { createDrainStep } from './drain-step.ts'
import { answering } from './testing/answering.ts'

let hub: Hub

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1'] })
})
afterAll(() => hub.close())
beforeEach(() => withSystem(hub.db, (trx) => trx.deleteFrom('inbox').execute()))

const order = (facts: Omit<WireOrderFacts, 'customer'>) => wireOrder({ customer: 'C-1', ...facts })
const arrival = (facts: Omit<WireOrderFacts, 'customer'>) =>
  arrivalOf({ connectionId: hub.connectionId, order: order(facts) })
const receive = (...arrivals: Parameters<Hub['receive']>[0]) =>
  hub.receive(arrivals, { poke: false })

async function drain(changes: Partial<SyncDeps> = {}): Promise<void> {
  const step = createDrainStep({ ...hub.deps, ...changes })
  while ((await step(hub.laneOf('C-1'))).more) continue
}

const makeDue = () =>
  withSystem(hub.db, (trx) =>
    sql`update inbox set due_at = now() where state = 'pending'`.execute(trx),
  )

test('two contents with one version are settled by asking the source once', async () => {
  await receive(arrival({ id: 'tie', title: 'First' }))
  await drain()
  const truth = toOrderChange(order({ id: 'tie', title: 'Truth' }))
  const source = answering(() => Promise.resolve(truth))
  await receive(arrival({ id: 'tie', title: 'Second' }), arrival({ id: 'tie', title: 'Third' }))
  await drain(source)
  expect(source.asked).toEqual(['tie'])
  const row = (await readOrders(hub, 'C-1')).find((each) => each.externalId === 'tie')
  expect(row?.title).toBe('Truth')
  expect((await readInbox(hub)).every(({ state }) => state === 'done')).toBe(true)
})

test('an event waits twice as long after each failure, however old it was at the first one', async () => {
  await receive(arrival({ id: 'old', title: 'First' }))
  await drain()
  await receive(arrival({ id: 'old', title: 'Second' }))
  await withSystem(hub.db, (trx) =>
    sql`update inbox set received_at = now() - interval '1 hour' where state = 'pending'`.execute(
      trx,
    ),
  )
  const down = new AppError('upstream_unavailable', 'It is down.')
  const failing = answering(() => Promise.reject(down))
  const waits: number[] = []
  for (let tries = 0; tries < 4; tries++) {
    await makeDue()
    await drain(failing)
    const { rows } = await withSystem(hub.db, (trx) =>
      sql<{
        waited: number
      }>`select waited_ms as waited from inbox where state = 'pending'`.execute(trx),
    )
    waits.push(rows[0]?.waited ?? 0)
  }
  const [first = 0] = waits
  expect(first).toBeLessThanOrEqual(1_250)
  for (const [index, wait] of waits.slice(1).entries()) {
    const twice = 2 * (waits[index] ?? 0)
    expect(wait).toBeGreaterThanOrEqual(Math.floor(twice * 0.75))
    expect(wait).toBeLessThanOrEqual(Math.ceil(twice * 1.25))
  }
})

test('a source that fails lets its events wait; one that refuses us is parked and left alone', async () => {
  await receive(arrival({ id: 'slow', title: 'First' }))
  await drain()
  await receive(arrival({ id: 'slow', title: 'Second' }))
  const failing = answering(() =>
    Promise.reject(new AppError('upstream_unavailable', 'It is down.')),
  )
  await drain(failing)
  expect((await readInbox(hub)).at(-1)).toMatchObject({
    state: 'pending',
    reason: 'It is down.',
    attempts: 0,
  })
  await makeDue()
  const refusing = answering(() => Promise.reject(new AppError('upstream_refused', 'Wrong key.')))
  await drain(refusing)
  await makeDue()
  await drain(refusing)
  expect(refusing.asked).toHaveLength(1)
  const { rows } = await withSystem(hub.db, (trx) =>
    sql`select state, state_reason from connections`.execute(trx),
  )
  expect(rows).toEqual([{ state: 'parked', state_reason: 'Wrong key.' }])
  // Full events need no upstream: the live lane goes on while the connection is parked.
  await receive(arrival({ id: 'meanwhile' }))
  await drain(refusing)
  expect((await readInbox(hub)).at(-1)).toMatchObject({ state: 'done', verdict: 'applied' })
  await withSystem(hub.db, (trx) => sql`update connections set state = 'active'`.execute(trx))
})
