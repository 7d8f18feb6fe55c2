/** Loads one address with many connections and counts what was answered well; any other answer ends the bench. */
import autocannon, { type RequestParts } from 'autocannon'

export interface Load {
  url: string
  connections: number
  /** The next request; called once for each. */
  next: () => RequestParts
  log: (line: string) => void
}

const SECONDS = 3

/** @returns requests answered 2xx per second */
export async function requestsPerSecond({ url, connections, next, log }: Load): Promise<number> {
  const result = await autocannon({
    url,
    connections,
    duration: SECONDS,
    requests: [{ setupRequest: (request) => ({ ...request, ...next() }) }],
  })
  const bad = result.non2xx + result.errors + result.timeouts
  if (bad > 0) throw new Error(`${bad} of ${result['2xx'] + bad} requests to ${url} went wrong.`)
  log(`  ${url}: p50 ${result.latency.p50} ms, p99 ${result.latency.p99} ms`)
  return result['2xx'] / result.duration
}
