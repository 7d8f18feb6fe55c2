/** A client of `/live` for tests: collects events, remembers the last id, and says when the server ends it. */
import type { Browser } from './browser.ts'

export interface StreamEvent {
  event: string
  id: string
  data: unknown
}

export interface EventStream {
  status: number
  headers: Headers
  events: StreamEvent[]
  /** The next event that fits, or one that came already. Rejects when the stream ends first. */
  until(fits: (event: StreamEvent) => boolean, ms?: number): Promise<StreamEvent>
  /** Resolves when the server has ended it. */
  ended: Promise<void>
  lastId(): string
  close(): void
}

export async function openEventStream(
  browser: Pick<Browser, 'fetch'>,
  options: { tenant?: string; after?: string; lastEventId?: string } = {},
): Promise<EventStream> {
  const { tenant = 'northgate', after, lastEventId } = options
  const query = new URLSearchParams({ tenant, ...(after === undefined ? {} : { after }) })
  const abort = new AbortController()
  const response = await browser.fetch(`/live?${query.toString()}`, {
    headers: {
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: abort.signal,
  })
  const heard = new Heard()
  return {
    status: response.status,
    headers: response.headers,
    events: heard.events,
    ended: collect(response, (event) => {
      heard.add(event)
    }).finally(() => {
      heard.end()
    }),
    lastId: () => heard.events.at(-1)?.id ?? '',
    close: () => {
      abort.abort()
    },
    until: (fits, ms = 5_000) => heard.until(fits, ms),
  }
}

class Heard {
  readonly events: StreamEvent[] = []
  readonly #waiting = new Set<() => void>()
  #isOver = false

  add(event: StreamEvent): void {
    this.events.push(event)
    for (const look of this.#waiting) look()
  }

  end(): void {
    this.#isOver = true
    for (const look of this.#waiting) look()
  }

  until(fits: (event: StreamEvent) => boolean, ms: number): Promise<StreamEvent> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.events.find(fits)
        if (!found && !this.#isOver) return
        this.#waiting.delete(look)
        clearTimeout(timer)
        if (found) resolve(found)
        else reject(new Error('the stream ended'))
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(look)
        reject(new Error(`nothing fitted; heard ${JSON.stringify(this.events)}`))
      }, ms)
      this.#waiting.add(look)
      look()
    })
  }
}

async function collect(response: Response, onEvent: (event: StreamEvent) => void): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = parse(block)
        if (event) onEvent(event)
      }
    }
  } catch {
    // Closed by us or cut by the server: both are an end.
  }
}

function parse(block: string): StreamEvent | null {
  const field = (name: string): string | undefined =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2)
  const event = field('event')
  if (event === undefined) return null
  return { event, id: field('id') ?? '', data: JSON.parse(field('data') ?? 'null') as unknown }
}
