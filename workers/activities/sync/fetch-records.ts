/** Reads records from their source: each once however many events ask for it, and never for long. */
import type { ManyRecords, SourceReader } from '#integrations/kit/connector.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { idOfChange, type RecordChange, type RecordKind } from '#workflows/contracts/records.ts'

/** `change: null`: the source does not know it, or no longer. */
export type Fetched = { ok: true; change: RecordChange | null } | { ok: false; error: unknown }

export interface Wanted {
  kind: RecordKind
  externalId: string
  /** Version of the event that asks. */
  atLeast: number
}

/** Ids asked for in one go where each costs a request: a slow source still gets some of them done in each step. */
const CHUNK = 10
const PARALLEL = 8
/** For all of them together, in milliseconds: this happens inside a drain step. What is late is tried again. */
const DEADLINE_MS = 4_000

export const keyOfRecord = (kind: RecordKind, externalId: string): string => `${kind} ${externalId}`

/** By `keyOfRecord`; every wanted record has an entry. */
export async function fetchRecords(
  reader: SourceReader,
  wanted: readonly Wanted[],
): Promise<Map<string, Fetched>> {
  const fetched = new Map<string, Fetched>()
  const signal = AbortSignal.timeout(DEADLINE_MS)
  for (const [kind, own] of Map.groupBy(wanted, (each) => each.kind)) {
    const atLeastOf = new Map<string, number>()
    for (const { externalId, atLeast } of own) {
      atLeastOf.set(externalId, Math.max(atLeast, atLeastOf.get(externalId) ?? 0))
    }
    const ids = [...atLeastOf.keys()]
    const chunk = reader.batchSize ?? CHUNK
    for (let at = 0; at < ids.length; at += chunk) {
      const asked = ids.slice(at, at + chunk)
      // All are read after the newest of these events, so its version holds for each.
      const atLeast = Math.max(...asked.map((id) => atLeastOf.get(id) ?? 0))
      const results = await fetchChunk(reader, { kind, ids: asked, options: { atLeast, signal } })
      for (const [id, result] of results) fetched.set(keyOfRecord(kind, id), result)
    }
  }
  return fetched
}

interface Chunk {
  kind: RecordKind
  ids: readonly string[]
  options: { atLeast: number; signal: AbortSignal }
}

async function fetchChunk(
  reader: SourceReader,
  { kind, ids, options }: Chunk,
): Promise<Map<string, Fetched>> {
  if (reader.getMany) {
    try {
      options.signal.throwIfAborted()
      return byId(ids, await reader.getMany(kind, ids, options))
    } catch (error) {
      return new Map(ids.map((id) => [id, { ok: false, error }]))
    }
  }
  const fetched = new Map<string, Fetched>()
  const open = [...ids]
  const work = async (): Promise<void> => {
    for (let id = open.shift(); id !== undefined; id = open.shift()) {
      try {
        fetched.set(id, { ok: true, change: await reader.get(kind, id, options) })
      } catch (error) {
        fetched.set(id, { ok: false, error })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, open.length) }, work))
  return fetched
}

function byId(ids: readonly string[], found: ManyRecords): Map<string, Fetched> {
  const changes = new Map(found.changes.map((change) => [idOfChange(change), change]))
  const faults = new Map(found.invalid.map((item) => [item.externalId, item.reason]))
  return new Map(
    ids.map((id): [string, Fetched] => {
      const reason = faults.get(id)
      if (reason === undefined) return [id, { ok: true, change: changes.get(id) ?? null }]
      return [id, { ok: false, error: new AppError('upstream_invalid', reason) }]
    }),
  )
}
