/**
 * `drain`: events per second from a full inbox into the read model, with audit entry and live event each, against
 * Supabase's Stripe sync engine, which has neither inbox nor tenants and is fed in its own process.
 */
import type { BenchStack } from '../bench-stack.ts'
import type { PreparedFigure } from '../figure.ts'
import { startFloor } from '../floor-process.ts'
import { copyInvoiceEvent } from './invoice-events.ts'
import { millisecondsOf, openStripeLane } from './stripe-lane.ts'

const EVENTS = 4_000

export async function prepareDrain(bench: BenchStack): Promise<PreparedFigure> {
  const peer = await startFloor('workers/bench/stripe/stripe.peer.ts', [bench.floorUrl])
  const { makeEvents } = await copyInvoiceEvent(bench)
  const lane = openStripeLane(bench)
  return {
    figure: {
      name: 'drain',
      unit: 'events/s',
      async ours() {
        await lane.untilDrained()
        await lane.store(makeEvents(EVENTS))
        const start = performance.now()
        lane.poke()
        await lane.untilDrained()
        return EVENTS / ((performance.now() - start) / 1_000)
      },
      async floor() {
        const ms = await millisecondsOf(peer, '/events', `[${makeEvents(EVENTS).join()}]`)
        return EVENTS / (ms / 1_000)
      },
    },
    close: async () => {
      await Promise.all([peer.stop(), lane.close()])
    },
  }
}
