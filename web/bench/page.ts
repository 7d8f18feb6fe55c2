/** `page`: the orders list of a signed-in member, rendered on the server, requests/s at 20 connections. */
import { signInByHttp } from '#web/e2e/sign-in-by-http.ts'
import type { BenchStack } from '#workers/bench/bench-stack.ts'
import type { PreparedFigure } from '#workers/bench/figure.ts'
import { startFloor } from '#workers/bench/floor-process.ts'
import { requestsPerSecond } from '#workers/bench/load.ts'

const CONNECTIONS = 20

export async function preparePage(bench: BenchStack): Promise<PreparedFigure> {
  const floor = await startFloor('web/bench/page.floor.ts', [
    bench.database.superuserUrl,
    bench.tenantId('vellmar'),
  ])
  const cookie = await signInByHttp(bench.webUrl, bench.member('vellmar', 'admin'))
  // A crawler would get the page in one piece, a browser gets it as it is rendered.
  const headers = { cookie, 'user-agent': 'Mozilla/5.0 Chrome/140.0', accept: 'text/html' }
  const load = (url: string): Promise<number> =>
    requestsPerSecond({
      url,
      connections: CONNECTIONS,
      log: bench.log,
      next: () => ({ method: 'GET', headers }),
    })
  return {
    figure: {
      name: 'page',
      unit: 'requests/s',
      ours: () => load(`${bench.webUrl}/t/vellmar/orders`),
      floor: () => load(floor.url),
    },
    close: () => floor.stop(),
  }
}
