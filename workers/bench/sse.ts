/** A client of a stream: hands every event to a listener, and ends the bench when the stream ends. */
import http from 'node:http'

export interface StreamEvent {
  type: string
  data: string
}

export interface EventStream {
  /** Resolves when an event satisfies `accepts`; ask before causing it. */
  next(accepts: (event: StreamEvent) => boolean): Promise<StreamEvent>
  /** Calls `hear` with every event from now on; the result ends it. */
  listen(hear: (event: StreamEvent) => void): () => void
  /** Resolves when the other side ends the stream. */
  readonly ended: Promise<void>
  close(): void
}

const TIMEOUT_MS = 10_000

export async function openStream(
  url: string,
  headers: Record<string, string> = {},
): Promise<EventStream> {
  const listeners = new Set<(event: StreamEvent) => void>()
  const request = http.get(url, { headers: { ...headers, accept: 'text/event-stream' } })
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject)
  })
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode ?? 0}.`)
  let buffered = ''
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const blocks = (buffered + chunk).split('\n\n')
    buffered = blocks.pop() ?? ''
    for (const event of blocks.map(parse)) for (const listener of listeners) listener(event)
  })
  return {
    ended: new Promise((resolve) => response.once('close', () => resolve())),
    next: (accepts) =>
      new Promise((resolve, reject) => {
        const listener = (event: StreamEvent): void => {
          if (!accepts(event)) return
          clearTimeout(timer)
          listeners.delete(listener)
          resolve(event)
        }
        const timer = setTimeout(
          () => reject(new Error(`No such event on ${url} within ${TIMEOUT_MS / 1_000} s.`)),
          TIMEOUT_MS,
        )
        listeners.add(listener)
      }),
    listen: (hear) => {
      listeners.add(hear)
      return () => void listeners.delete(hear)
    },
    close: () => request.destroy(),
  }
}

function parse(block: string): StreamEvent {
  const lines = block.split('\n')
  const field = (name: string): string =>
    lines
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trimStart())
      .join('\n')
  return { type: field('event') || 'message', data: field('data') }
}
