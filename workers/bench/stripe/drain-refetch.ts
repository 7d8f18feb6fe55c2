/**
 * `drain-refetch`: events per second from a full inbox where each event is a hint and Stripe takes 50 ms to answer.
 * The peer asks for each event, twenty at a time; we ask once for what a claim holds about one object.
 */
import type { BenchStack } from '../bench-stack.ts'
import type { PreparedFigure } from '../figure.ts'
import { startFloor } from '../floor-process.ts'
import { customerEvent } from './customer-events.ts'
import { copyInvoiceEvent, type EventText } from './invoice-events.ts'
import { startStandIn } from './stand-in.ts'
import { millisecondsOf, openStripeLane } from './stripe-lane.ts'

const DELAY_MS = 50
const CUSTOMERS = 500
/** Of one customer, within a moment: an invoice alone has as many on its way to being paid. */
const EVENTS_EACH = 4
/** Customers whose events come mixed with each other. */
const MIXED = 20
const EVENTS = CUSTOMERS * EVENTS_EACH

const customers = Array.from({ length: CUSTOMERS }, (_, at) => `cus_bench${at}`)

function makeEvents(): EventText[] {
  const events: EventText[] = []
  for (let at = 0; at < CUSTOMERS; at += MIXED) {
    const group = customers.slice(at, at + MIXED)
    for (let turn = 0; turn < EVENTS_EACH; turn++) events.push(...group.map(customerEvent))
  }
  return events
}

export async function prepareDrainRefetch(bench: BenchStack): Promise<PreparedFigure> {
  const { invoice } = await copyInvoiceEvent(bench)
  const standIn = await startStandIn({ delayMs: DELAY_MS, invoices: 0, invoice })
  const args = [bench.floorUrl, standIn.url]
  const peer = await startFloor('workers/bench/stripe/stripe.peer.ts', args)
  const lane = openStripeLane(bench)
  await lane.link(customers)
  await lane.moveTo(standIn.url)
  return {
    figure: {
      name: 'drain-refetch',
      unit: 'events/s',
      async ours() {
        standIn.renew()
        await lane.untilDrained()
        await lane.store(makeEvents())
        const start = performance.now()
        lane.poke()
        await lane.untilDrained()
        return EVENTS / ((performance.now() - start) / 1_000)
      },
      async floor() {
        standIn.renew()
        const ms = await millisecondsOf(peer, '/events', `[${makeEvents().join()}]`)
        return EVENTS / (ms / 1_000)
      },
    },
    close: async () => {
      await Promise.all([peer.stop(), lane.close()])
      await standIn.close()
    },
  }
}
