/** Reads objects by id, a hundred per request; what is not there is looked for in HubSpot's bin. */
import type { GetOptions, ManyRecords } from '../../kit/connector.ts'
import { type HubspotKind, NAMES } from '../kinds.ts'
import { type Archived, mergedIdsOf, toDeletion } from '../map.ts'
import { hubspotId, wireArchived, wireMerged } from '../schema.ts'
import type { HubspotApi } from './api.ts'
import { MAX_PAGE } from './enumerate.ts'
import { batchRead } from './library-models.ts'
import { idOf } from './invalid-item.ts'
import { toChanges } from './to-changes.ts'

export async function fetchMany(
  api: HubspotApi,
  { kind, ids }: { kind: HubspotKind; ids: readonly string[] },
  { atLeast = 0, signal }: GetOptions,
): Promise<ManyRecords> {
  const found: ManyRecords = { changes: [], missing: [], invalid: [] }
  const wanted = [...new Set(ids)]
  const batch: Batch = { api, kind, signal }
  for (let at = 0; at < wanted.length; at += MAX_PAGE) {
    const asked = wanted.slice(at, at + MAX_PAGE)
    // One id that is no number would spoil its whole batch.
    const known = asked.filter((id) => hubspotId.safeParse(id).success)
    const items = await readBatch(batch, known, false)
    const { changes, invalid } = await toChanges(kind, items, { api, atLeast, signal })
    const there = new Set(items.map(idOf))
    const lacking = known.filter((id) => !there.has(id))
    const merged = mergedAway(items, lacking)
    const open = lacking.filter((id) => !merged.some((wire) => wire.id === id))
    const gone = [...merged, ...(await readBinned(batch, open))]
    const goneIds = new Set(gone.map((wire) => wire.id))
    found.changes.push(...changes, ...gone.map((wire) => toDeletion(kind, wire, atLeast)))
    found.invalid.push(...invalid)
    found.missing.push(...asked.filter((id) => !there.has(id) && !goneIds.has(id)))
  }
  return found
}

interface Batch {
  api: HubspotApi
  kind: HubspotKind
  signal: AbortSignal | undefined
}

/** Asked for by the id of what was merged away, HubSpot answers with what it has become. */
function mergedAway(items: readonly unknown[], ids: readonly string[]): Archived[] {
  if (ids.length === 0) return []
  return items.flatMap((item) => {
    const wire = wireMerged.safeParse(item).data
    if (!wire) return []
    const { id: mergedInto, updatedAt, properties } = wire
    const { mergedIds = [] } = mergedIdsOf(properties, mergedInto)
    return mergedIds.filter((id) => ids.includes(id)).map((id) => ({ id, updatedAt, mergedInto }))
  })
}

/** Asked for by id, HubSpot may answer with what an object was merged into; that is another object. */
async function readBinned(batch: Batch, ids: readonly string[]): Promise<Archived[]> {
  const items = await readBatch(batch, ids, true)
  return items
    .flatMap((item) => wireArchived.safeParse(item).data ?? [])
    .filter((wire) => ids.includes(wire.id))
}

async function readBatch(
  { api, kind, signal }: Batch,
  ids: readonly string[],
  archived: boolean,
): Promise<readonly unknown[]> {
  if (ids.length === 0) return []
  const { plural, properties } = NAMES[kind]
  const { results } = await api.read(
    ({ batches }) => batches.read(plural, batchRead(ids, properties), archived),
    signal,
  )
  return results
}
