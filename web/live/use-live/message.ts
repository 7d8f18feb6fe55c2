/** What travels between the stream, the tabs of one browser and the store. */
import type { LiveChange } from '#workflows/contracts/live.ts'

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'offline'

export type LiveMessage =
  | { type: 'change'; cursor: string | null; changes: LiveChange[] }
  /** Something may have been missed: read everything again. */
  | { type: 'reset'; cursor: string | null }
  | { type: 'state'; state: Connection }
  /** The session is over; every tab goes to the door. */
  | { type: 'ended' }

const isText = (value: unknown): value is string => typeof value === 'string'

const isChange = (value: unknown): value is LiveChange =>
  typeof value === 'object' &&
  value !== null &&
  'module' in value &&
  isText(value.module) &&
  'kind' in value &&
  isText(value.kind) &&
  'id' in value &&
  isText(value.id)

/** Null when the data is not what was agreed; the page then reads everything again rather than guess. */
export function parseChanges(data: unknown): LiveChange[] | null {
  if (!isText(data)) return null
  try {
    const parsed: unknown = JSON.parse(data)
    return Array.isArray(parsed) && parsed.every(isChange) ? parsed : null
  } catch {
    return null
  }
}
