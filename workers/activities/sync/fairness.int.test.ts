/**
 * L02 and L03: one customer sends a hundred times as much as each of 49 others. Lanes take turns, and a step ends after
 * a bounded piece, so the others wait for as many such pieces as they have themselves, and are served alike. Told in
 * counts of rows; the same checks fail where nobody takes turns.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import { createDrainStep } from './drain-step.ts'

const QUIET = Array.from({ length: 49 }, (_, at) => `Q-${at + 1}`)
const LOUD = 'LOUD'
/** Small ones, so that few events show it: the quiet ones need two steps each. */
const LIMITS = { drainBatchRows: 1, drainStepRows: 1, drainStepMs: 60_000 }
const EACH = LIMITS.drainStepRows * 2

let hub: Hub

beforeAll(async () => {
  hub = await createHub({ customers: [LOUD, ...QUIET] })
})
afterAll(() => hub.close())
beforeEach(() => withSystem(hub.db, (trx) => trx.deleteFrom('inbox').execute()))

/** The loud one comes first, with everything it has: so many times as much as each of the others. */
async function fill({ version, times }: { version: number; times: number }): Promise<void> {
  const { connectionId } = hub
  const eventsOf = (customer: string, count: number) =>
    Array.from({ length: count }, (_, at) => {
      const order = { ...wireOrder({ id: `${customer}-${at}`, customer, version }), history: [] }
      return arrivalOf({ connectionId, order })
    })
  for (const [customer, count] of [
    [LOUD, EACH * times] as const,
    ...QUIET.map((q) => [q, EACH] as const),
  ]) {
    await hub.receive(eventsOf(customer, count), { poke: false })
  }
}

interface Served {
  /** Events of the loud one that were done by the time that the last of the others was. */
  loudBeforeLast: number
  /** What each of the others had got by the time that half of all they have was done. */
  halfway: number[]
}

/**
 * Drains every lane with as many hands as the queue has one: the lane whose turn it is does a step and goes to the
 * end, as local activities do. Until the others have nothing left.
 *
 * @param takesTurns false: it goes on until it is empty
 */
async function drainAll({ takesTurns }: { takesTurns: boolean }): Promise<Served> {
  const step = createDrainStep(hub.deps, LIMITS)
  const queue: DrainLane[] = [LOUD, ...QUIET].map((customer) => hub.laneOf(customer))
  const done = new Map(queue.map(({ tenantId }) => [tenantId, 0]))
  const loud = hub.tenantOf(LOUD)
  const ofQuiet = (): number[] => QUIET.map((customer) => done.get(hub.tenantOf(customer)) ?? 0)
  const served: Served = { loudBeforeLast: 0, halfway: [] }
  while (sum(ofQuiet()) < QUIET.length * EACH) {
    const lane = queue.shift()
    if (!lane) throw new Error('Every lane says that it is empty.')
    let more: boolean
    do {
      const result = await step(lane)
      more = result.more
      done.set(lane.tenantId, (done.get(lane.tenantId) ?? 0) + result.claimed)
    } while (more && !takesTurns)
    if (more) queue.push(lane)
    const all = sum(ofQuiet())
    if (all < QUIET.length * EACH) served.loudBeforeLast = done.get(loud) ?? 0
    if (all * 2 >= QUIET.length * EACH && served.halfway.length === 0) served.halfway = ofQuiet()
  }
  return served
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** Jain's index: 1 where all got the same, 1/n where one got everything. */
const evenness = (shares: readonly number[]): number =>
  sum(shares) ** 2 / (shares.length * sum(shares.map((share) => share ** 2)))

const areServedSoon = ({ loudBeforeLast }: Served): boolean => loudBeforeLast <= EACH
const areServedAlike = ({ halfway }: Served): boolean => evenness(halfway) >= 0.95

test('the others wait for no more of the loud one’s work than they have themselves, and are served alike', async () => {
  await fill({ version: 1, times: 100 })
  const served = await drainAll({ takesTurns: true })
  expect(served.loudBeforeLast).toBeGreaterThan(0)
  expect([areServedSoon(served), areServedAlike(served)]).toEqual([true, true])
})

test('switched off, the same checks fail', async () => {
  // Ten times as much is enough for that.
  await fill({ version: 2, times: 10 })
  const served = await drainAll({ takesTurns: false })
  expect([areServedSoon(served), areServedAlike(served)]).toEqual([false, false])
})
