/** `intake`: signed webhooks answered 2xx per second at 32 connections, each one stored durably before its answer. */
import { findBenchOrder } from '#workers/bench/bench-order.ts'
import type { BenchStack } from '#workers/bench/bench-stack.ts'
import type { PreparedFigure } from '#workers/bench/figure.ts'
import { startFloor } from '#workers/bench/floor-process.ts'
import { requestsPerSecond } from '#workers/bench/load.ts'
import { signedUpdate } from '#workers/bench/order-events.ts'

const CONNECTIONS = 32

export async function prepareIntake(bench: BenchStack): Promise<PreparedFigure> {
  const floor = await startFloor('web/bench/intake.floor.ts', [bench.floorUrl, bench.webhookSecret])
  const order = await findBenchOrder(bench)
  // The floor drains nothing, so nothing is drained here either: the inbox is measured, not what empties it.
  await bench.processes.worker.stop()
  const load = (url: string): Promise<number> =>
    requestsPerSecond({
      url,
      connections: CONNECTIONS,
      log: bench.log,
      next: () => {
        order.version++
        return { method: 'POST', ...signedUpdate(order, bench.webhookSecret) }
      },
    })
  return {
    figure: {
      name: 'intake',
      unit: 'requests/s',
      ours: () => load(bench.webhookUrl),
      floor: () => load(floor.url),
    },
    close: () => floor.stop(),
  }
}
