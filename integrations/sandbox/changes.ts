/** Tells open control pages that something moved. Hints only: a page always asks again. */
import type { Response } from 'express'

export type Topic =
  'orders' | 'projects' | 'stripe' | 'hubspot' | 'outbox' | 'deliveries' | 'faults' | 'webhook'

export interface Changes {
  tell(topic: Topic, id?: string): void
  /** Turns a response into an event stream. */
  stream(response: Response): void
  close(): void
}

export function createChanges(): Changes {
  const open = new Set<Response>()
  const beat = setInterval(() => {
    for (const response of open) response.write(': still here\n\n')
  }, 15_000)
  beat.unref()
  return {
    tell(topic, id = '') {
      for (const response of open) response.write(`event: ${topic}\ndata: ${id}\n\n`)
    },
    stream(response) {
      response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write('retry: 1000\n\n')
      open.add(response)
      response.on('close', () => open.delete(response))
    },
    close() {
      clearInterval(beat)
      for (const response of open) response.end()
      open.clear()
    },
  }
}
