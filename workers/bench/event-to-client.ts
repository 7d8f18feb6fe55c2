/** `event-to-client`: from the webhook's POST to the change on a member's stream, one event at a time. */
import { setTimeout as sleep } from 'node:timers/promises'
import { signInByHttp } from '#web/e2e/sign-in-by-http.ts'
import type { BenchStack } from './bench-stack.ts'
import { median, quantile, type PreparedFigure } from './figure.ts'
import { startFloor } from './floor-process.ts'
import { post, signedUpdate } from './order-events.ts'
import { openStream, type EventStream, type StreamEvent } from './sse.ts'
import { findBenchOrder } from './bench-order.ts'

const EVENTS = 10
/** Longer than pokes are folded: what is measured is a single event, not the wait for the next poke. */
export const PAUSE_MS = 300

export async function prepareEventToClient(bench: BenchStack): Promise<PreparedFigure> {
  const floor = await startFloor('workers/bench/event-to-client.floor.ts', [
    bench.floorUrl,
    bench.temporalAddress,
    bench.webhookSecret,
  ])
  const floorStream = await openStream(`${floor.url}/live`)
  const cookie = await signInByHttp(bench.webUrl, bench.member('vellmar', 'admin'))
  const stream = await openStream(`${bench.webUrl}/live?tenant=vellmar`, { cookie })
  const order = await findBenchOrder(bench)
  const run = async (side: Side): Promise<number> => {
    const times: number[] = []
    for (let count = 0; count < EVENTS; count++) {
      order.version++
      // Equal content would rightly tell nobody.
      order.title = `Version ${order.version}`
      const seen = side.stream.next((event) => side.tells(event, order.version))
      const event = signedUpdate(order, bench.webhookSecret)
      const start = performance.now()
      await Promise.all([post(side.url, event), seen])
      times.push(performance.now() - start)
      await sleep(PAUSE_MS)
    }
    bench.log(`  ${side.url}: p95 ${quantile(times, 0.95).toFixed(1)} ms`)
    return median(times)
  }
  const ours: Side = { url: bench.webhookUrl, stream, tells: tellsVersion }
  const theirs: Side = {
    url: floor.url,
    stream: floorStream,
    tells: (event, version) => event.data === String(version),
  }
  return {
    figure: {
      name: 'event-to-client',
      unit: 'ms',
      ours: () => run(ours),
      floor: () => run(theirs),
    },
    close: async () => {
      stream.close()
      floorStream.close()
      await floor.stop()
    },
  }
}

interface Side {
  url: string
  stream: EventStream
  tells(event: StreamEvent, version: number): boolean
}

const tellsVersion = (event: StreamEvent, version: number): boolean =>
  event.type === 'change' && event.data.includes(`"version":${version}`)
