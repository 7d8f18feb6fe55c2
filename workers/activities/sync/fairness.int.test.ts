/**
 * One customer sends a hundred times as much as each of 49 others. Lanes take turns, and a step ends after a bounded
 * piece, so the others wait for one such piece. Told in counts of rows; the same check fails where nobody takes turns.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import { createDrainStep } from './drain-step.ts'

const QUIET = Array.from({ length: 49 }, (_, at) => `Q-${at + 1}`)
const LOUD = 'LOUD'
/** Small ones, so that few events show it. */
const LIMITS = { drainBatchRows: 50, drainStepRows: 200, drainStepMs: 60_000 }
const MANY = LIMITS.drainStepRows * 3
const EACH = Math.ceil(MANY / 100)

let hub: Hub

beforeAll(async () => {
  hub = await createHub({ customers: [LOUD, ...QUIET] })
})
afterAll(() => hub.close())

/** The loud one comes first, with everything it has. */
async function fill(version: number): Promise<void> {
  const { connectionId } = hub
  const eventsOf = (customer: string, count: number) =>
    Array.from({ length: count }, (_, at) => {
      const order = { ...wireOrder({ id: `${customer}-${at}`, customer, version }), history: [] }
      return arrivalOf({ connectionId, order })
    })
  for (const [customer, count] of [
    [LOUD, MANY] as const,
    ...QUIET.map((q) => [q, EACH] as const),
  ]) {
    await hub.receive(eventsOf(customer, count), { poke: false })
  }
}

/**
 * Drains every lane with as many hands as the queue has one: the lane whose turn it is does a step and goes to the
 * end, as local activities do.
 *
 * @param takesTurns false: it goes on until it is empty
 * @returns how many events of the loud one were done by the time that the last of the others was
 */
async function drainAll({ takesTurns }: { takesTurns: boolean }): Promise<number> {
  const step = createDrainStep(hub.deps, LIMITS)
  const queue: DrainLane[] = [LOUD, ...QUIET].map((customer) => hub.laneOf(customer))
  const loud = hub.tenantOf(LOUD)
  let loudDone = 0
  let quietDone = 0
  let doneBeforeLast = 0
  for (let lane = queue.shift(); lane; lane = queue.shift()) {
    let more: boolean
    do {
      const result = await step(lane)
      more = result.more
      if (lane.tenantId === loud) loudDone += result.claimed
      else quietDone += result.claimed
    } while (more && !takesTurns)
    if (more) queue.push(lane)
    if (quietDone < QUIET.length * EACH || lane.tenantId !== loud) doneBeforeLast = loudDone
  }
  expect([loudDone, quietDone]).toEqual([MANY, QUIET.length * EACH])
  return doneBeforeLast
}

const isFair = (doneBeforeLast: number): boolean => doneBeforeLast <= LIMITS.drainStepRows

test('the others wait for one piece of the loud one’s work, not for all of it', async () => {
  await fill(1)
  const before = await drainAll({ takesTurns: true })
  expect(before).toBeGreaterThan(0)
  expect(isFair(before)).toBe(true)
})

test('switched off, the same check fails', async () => {
  await fill(2)
  expect(isFair(await drainAll({ takesTurns: false }))).toBe(false)
  await withSystem(hub.db, async (trx) => {
    const left = await trx.selectFrom('inbox').select('id').where('state', '=', 'pending').execute()
    expect(left).toEqual([])
  })
})
