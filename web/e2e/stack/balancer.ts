/**
 * Spreads connections over several web processes on one address, as a load balancer would: each next connection goes
 * to the next process that is there. Bytes only, so that streams and signatures pass as they are.
 */
import net from 'node:net'

export interface Balancer {
  /** Status codes that webhooks were answered with, and how often. */
  webhookAnswers: ReadonlyMap<number, number>
  /** Milliseconds from the request's last bytes to the answer's first, one per answer. */
  webhookTimes: readonly number[]
  close(): Promise<void>
}

/** @param ports of the processes, on loopback */
export async function startBalancer(port: number, ports: readonly number[]): Promise<Balancer> {
  const open = new Set<net.Socket>()
  const webhookAnswers = new Map<number, number>()
  const webhookTimes: number[] = []
  let turn = 0
  const server = net.createServer((client) => {
    open.add(client)
    client.on('close', () => open.delete(client))
    client.on('error', () => client.destroy())
    connect(client, ports.length)
  })

  function connect(client: net.Socket, triesLeft: number): void {
    const upstream = net.connect(ports[turn++ % ports.length] ?? 0, '127.0.0.1')
    upstream.once('connect', () => {
      client.pipe(upstream)
      upstream.pipe(client)
      watchWebhooks({ client, upstream }, (status, ms) => {
        webhookTimes.push(ms)
        webhookAnswers.set(status, (webhookAnswers.get(status) ?? 0) + 1)
      })
      client.on('close', () => upstream.destroy())
    })
    upstream.once('close', () => client.destroy())
    upstream.on('error', () => {
      if (upstream.bytesRead > 0 || triesLeft <= 1) client.destroy()
      else {
        upstream.removeAllListeners('close')
        connect(client, triesLeft - 1)
      }
    })
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    webhookAnswers,
    webhookTimes,
    close() {
      for (const socket of open) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Looks at the bytes that pass: which requests are webhooks, and the status line that follows each. */
function watchWebhooks(
  { client, upstream }: { client: net.Socket; upstream: net.Socket },
  onAnswer: (status: number, ms: number) => void,
): void {
  let waiting = 0
  let askedAt = 0
  client.on('data', (chunk: Buffer) => {
    askedAt = performance.now()
    if (chunk.subarray(0, 16).toString('latin1').startsWith('POST /webhooks/')) waiting++
  })
  upstream.on('data', (chunk: Buffer) => {
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(chunk.subarray(0, 16).toString('latin1'))?.[1]
    if (status === undefined || waiting === 0) return
    waiting--
    onAnswer(Number(status), performance.now() - askedAt)
  })
}
