/** `fairness`: p95 of a quiet customer's event → client while a neighbour backfills, against its own when all is idle. */
import { setTimeout as sleep } from 'node:timers/promises'
import { findBenchOrder } from '../bench-order.ts'
import type { BenchStack } from '../bench-stack.ts'
import { PAUSE_MS } from '../event-to-client.ts'
import { quantile, type PreparedFigure } from '../figure.ts'
import { post, signedUpdate } from '../order-events.ts'
import { openStream } from '../sse.ts'
import { addCustomers } from './customers.ts'
import { createNeighbour } from './neighbour.ts'

const EVENTS = 30

export async function prepareFairness(bench: BenchStack): Promise<PreparedFigure> {
  const neighbour = await createNeighbour(bench)
  const [quiet] = await addCustomers(bench, 'quiet', 1)
  if (!quiet) throw new Error('There is no customer.')
  const { slug, cookie, externalId } = quiet
  const stream = await openStream(`${bench.webUrl}/live?tenant=${slug}`, { cookie })
  const template = await findBenchOrder(bench)
  const order = { ...template, id: 'quiet-1', customer: { id: externalId, name: externalId } }
  const measure = async (): Promise<number> => {
    const times: number[] = []
    for (let count = 0; count < EVENTS; count++) {
      order.version++
      order.title = `Version ${order.version}`
      const told = `"version":${order.version}`
      const seen = stream.next(({ type, data }) => type === 'change' && data.includes(told))
      const event = signedUpdate(order, bench.webhookSecret)
      const start = performance.now()
      await Promise.all([post(bench.webhookUrl, event), seen])
      times.push(performance.now() - start)
      await sleep(PAUSE_MS)
    }
    bench.log(`  p50 ${quantile(times, 0.5).toFixed(1)} ms`)
    return quantile(times, 0.95)
  }
  return {
    figure: {
      name: 'fairness',
      unit: 'ms',
      ours: () => neighbour.during(measure),
      floor: measure,
    },
    close: async () => {
      stream.close()
      await neighbour.close()
    },
  }
}
