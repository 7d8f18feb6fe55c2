/** Server-sent events as text. Every frame carries the cursor to resume after, so that even a quiet stream stays resumable. */
import type { LiveChange } from '#workflows/contracts/live.ts'

/** Milliseconds a browser waits before it connects again by itself. */
const RETRY_MS = 2_000

export const changeFrame = (cursor: string, changes: readonly LiveChange[]): string =>
  `id: ${cursor}\nevent: change\ndata: ${JSON.stringify(changes)}\n\n`

export const pingFrame = (cursor: string): string => `id: ${cursor}\nevent: ping\ndata: {}\n\n`

/** Something may have been missed: the page reads everything again and goes on from here. */
export const resetFrame = (cursor: string): string => `id: ${cursor}\nevent: reset\ndata: {}\n\n`

export const retryFrame = `retry: ${String(RETRY_MS)}\n\n`
