/**
 * The metrics of Temporal's native part. It serves them itself, on a port that is bound to loopback and known to
 * nobody; what it says is answered together with ours.
 */
import { createServer, type AddressInfo } from 'node:net'

export interface TemporalMetrics {
  /** For the SDK: host:port. */
  bindAddress: string
  /** @throws when it does not answer */
  read: () => Promise<string>
}

const TIMEOUT_MS = 2_000

/** Finds a free port; the SDK binds it a moment later. */
export async function findTemporalMetrics(): Promise<TemporalMetrics> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const bindAddress = `127.0.0.1:${port}`
  return {
    bindAddress,
    async read() {
      const signal = AbortSignal.timeout(TIMEOUT_MS)
      const answer = await fetch(`http://${bindAddress}/metrics`, { signal })
      return answer.text()
    },
  }
}
