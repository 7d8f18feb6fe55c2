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

/**
 * Single records asked for at once: a few, and one more for each that was there soon. A record may cost several requests,
 * and where the rate budget is small many begun at once would all use it up and none would end in time.
 */
const AT_FIRST = 4
const AT_MOST = 32
const SOON_MS = 300
/** For how long new ones are begun, and for all of them together, in milliseconds: this happens inside a drain step. */
const BEGIN_MS = 1_500
const DEADLINE_MS = 4_000

export const keyOfRecord = (kind: RecordKind, externalId: string): string => `${kind} ${externalId}`

/** By `keyOfRecord`; without an entry is what there was no time to ask for. */
export async function fetchRecords(
  reader: SourceReader,
  wanted: readonly Wanted[],
): Promise<Map<string, Fetched>> {
  const fetched = new Map<string, Fetched>()
  const signal = AbortSignal.timeout(DEADLINE_MS)
  const until = performance.now() + BEGIN_MS
  const open = chunksOf(reader, wanted)
  // A batch is several requests, one after the other.
  const isBatched = open.some(({ ids }) => ids.length > 1)
  const [first, most] = isBatched ? [1, 1] : [AT_FIRST, AT_MOST]
  const hands: Promise<void>[] = []
  const work = async (): Promise<void> => {
    for (let chunk = open.shift(); chunk; chunk = open.shift()) {
      const begun = performance.now()
      const results = await fetchChunk(reader, chunk, signal)
      for (const [id, result] of results) fetched.set(keyOfRecord(chunk.kind, id), result)
      if (performance.now() > until) return
      const isSoon = performance.now() - begun < SOON_MS
      if (isSoon && hands.length < most && open.length > 0) hands.push(work())
    }
  }
  for (let at = 0; at < first; at++) hands.push(work())
  // Grows while it is gone through.
  for (const each of hands) await each
  return fetched
}

/** What one request asks for. */
interface Chunk {
  kind: RecordKind
  ids: readonly string[]
  atLeast: number
}

/** Each record once, with the newest version that any event knows: it is read after all of them. */
function chunksOf(reader: SourceReader, wanted: readonly Wanted[]): Chunk[] {
  const size = reader.getMany ? (reader.batchSize ?? 1) : 1
  const chunks: Chunk[] = []
  for (const [kind, own] of Map.groupBy(wanted, (each) => each.kind)) {
    const atLeastOf = new Map<string, number>()
    for (const { externalId, atLeast } of own) {
      atLeastOf.set(externalId, Math.max(atLeast, atLeastOf.get(externalId) ?? 0))
    }
    const ids = [...atLeastOf.keys()]
    for (let at = 0; at < ids.length; at += size) {
      const asked = ids.slice(at, at + size)
      const atLeast = Math.max(...asked.map((id) => atLeastOf.get(id) ?? 0))
      chunks.push({ kind, ids: asked, atLeast })
    }
  }
  return chunks
}

async function fetchChunk(
  reader: SourceReader,
  { kind, ids, atLeast }: Chunk,
  signal: AbortSignal,
): Promise<Map<string, Fetched>> {
  const options = { atLeast, signal }
  const [first = '', ...more] = ids
  try {
    if (more.length > 0 && reader.getMany) {
      return byId(ids, await reader.getMany(kind, ids, options))
    }
    return new Map([[first, { ok: true, change: await reader.get(kind, first, options) }]])
  } catch (error) {
    return new Map(ids.map((id) => [id, { ok: false, error }]))
  }
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
