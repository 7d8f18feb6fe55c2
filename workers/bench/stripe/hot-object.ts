/**
 * `hot-object`: how often Stripe is asked per event when one customer changes again and again in a burst. The peer
 * asks for each event.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchStack } from '../bench-stack.ts'
import type { PreparedFigure } from '../figure.ts'
import { startFloor } from '../floor-process.ts'
import { customerEvent } from './customer-events.ts'
import { copyInvoiceEvent, type EventText } from './invoice-events.ts'
import { startStandIn } from './stand-in.ts'
import { millisecondsOf, openStripeLane } from './stripe-lane.ts'

const DELAY_MS = 50
const EVENTS = 500
/** What one request of the intake stores, and how long (ms) until the next: half a second in all. */
const AT_ONCE = 10
const EVERY_MS = 10
const HOT = 'cus_benchhot'

const makeEvents = (count: number): EventText[] =>
  Array.from({ length: count }, () => customerEvent(HOT))

export async function prepareHotObject(bench: BenchStack): Promise<PreparedFigure> {
  const { invoice } = await copyInvoiceEvent(bench)
  const standIn = await startStandIn({ delayMs: DELAY_MS, invoices: 0, invoice })
  const args = [bench.floorUrl, standIn.url]
  const peer = await startFloor('workers/bench/stripe/stripe.peer.ts', args)
  const lane = openStripeLane(bench)
  await lane.link([HOT])
  await lane.moveTo(standIn.url)
  const perEvent = async (work: () => Promise<unknown>): Promise<number> => {
    const before = standIn.customersRead()
    await work()
    return (standIn.customersRead() - before) / EVENTS
  }
  const burst = async (): Promise<void> => {
    for (let sent = 0; sent < EVENTS; sent += AT_ONCE) {
      standIn.renew()
      await lane.store(makeEvents(AT_ONCE))
      lane.poke()
      await sleep(EVERY_MS)
    }
    await lane.untilDrained()
  }
  return {
    figure: {
      name: 'hot-object',
      unit: 'fetches/event',
      ours: () => perEvent(burst),
      floor: () =>
        perEvent(() => millisecondsOf(peer, '/events', `[${makeEvents(EVENTS).join()}]`)),
    },
    close: async () => {
      await Promise.all([peer.stop(), lane.close()])
      await standIn.close()
    },
  }
}
