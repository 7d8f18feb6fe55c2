/**
 * Connections with their unsealed webhook secrets, kept for a moment so that a burst costs one look-up. Unknown
 * ids are remembered as well, within bounds, so that guessing them does not reach the database each time.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { IntakeConnection } from '#db/system/connections.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'

export interface ConnectionCache {
  /** Null when there is no such connection. */
  find(id: ConnectionId): Promise<IntakeConnection | null>
  /** Looks again, a few times a second at most: a new secret must work for the first webhook it signs. */
  refresh(id: ConnectionId): Promise<IntakeConnection | null>
}

export interface ConnectionCacheOptions {
  load(id: ConnectionId): Promise<IntakeConnection | null>
  /** Milliseconds an answer is kept; a change of a connection reaches intake within it. */
  ttlMs?: number
  /** Milliseconds; of a clock that never jumps, or a secret that was taken back would live on. */
  now?: () => number
}

interface Entry {
  at: number
  found: Promise<IntakeConnection | null>
  /** The look after this one, for all who ask for it too soon. */
  next?: Promise<IntakeConnection | null>
}

const MAX_ENTRIES = 1_000
/** What is forged costs a look-up in this time (ms), however much there is of it. */
const REFRESH_AFTER_MS = 50

export function createConnectionCache(options: ConnectionCacheOptions): ConnectionCache {
  const { ttlMs = 5_000, now = () => performance.now() } = options
  const entries = new Map<ConnectionId, Entry>()

  const load = (id: ConnectionId): Promise<IntakeConnection | null> => {
    const entry: Entry = { at: now(), found: options.load(id) }
    entries.delete(id)
    entries.set(id, entry)
    const oldest = entries.size > MAX_ENTRIES ? entries.keys().next().value : undefined
    if (oldest !== undefined) entries.delete(oldest)
    // A failed look-up is no answer to keep.
    entry.found.catch(() => {
      if (entries.get(id) === entry) entries.delete(id)
    })
    return entry.found
  }

  const find = (id: ConnectionId): Promise<IntakeConnection | null> => {
    const entry = entries.get(id)
    return entry && now() - entry.at < ttlMs ? entry.found : load(id)
  }

  return {
    find,
    refresh(id) {
      const entry = entries.get(id)
      const wait = entry ? entry.at + REFRESH_AFTER_MS - now() : 0
      if (!entry || wait <= 0) return load(id)
      entry.next ??= sleep(wait).then(() => (entries.get(id) === entry ? load(id) : find(id)))
      return entry.next
    },
  }
}
