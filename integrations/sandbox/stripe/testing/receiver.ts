/** An endpoint that keeps what Stripe's stand-in sends, byte for byte. */
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ReceivedWebhook {
  rawBody: Buffer
  headers: Record<string, string | undefined>
}

export interface Receiver {
  url: string
  received: ReceivedWebhook[]
  /** Answers this many requests with 500 first. */
  failNext(times: number): void
  /** Resolves with everything received once something fits; fails after five seconds. */
  until(fits: (received: ReceivedWebhook[]) => boolean): Promise<ReceivedWebhook[]>
  close(): Promise<void>
}

export const typesOf = (received: readonly ReceivedWebhook[]): string[] =>
  received.map(({ rawBody }) => {
    const body: unknown = JSON.parse(rawBody.toString())
    return typeof body === 'object' && body && 'type' in body ? String(body.type) : ''
  })

export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedWebhook[] = []
  let failures = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const failing = failures > 0
      if (failing) failures -= 1
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      if (!failing) received.push({ rawBody: Buffer.concat(chunks), headers })
      response.writeHead(failing ? 500 : 202).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return {
    url: `http://127.0.0.1:${String(port)}/webhooks/stripe/1`,
    received,
    failNext(times) {
      failures = times
    },
    async until(fits) {
      const end = Date.now() + 5_000
      while (Date.now() < end) {
        if (fits(received)) return received
        await sleep(20)
      }
      throw new Error(`Received only ${JSON.stringify(typesOf(received))}`)
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}
