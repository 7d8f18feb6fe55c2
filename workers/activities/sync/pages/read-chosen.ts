/** A page of records that somebody chose: each is read by its id, and what the source does not know is gone. */
import { listChosen } from '#db/system/enumerated-records.ts'
import type { RunAttempt } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import type { ManyRecords, RecordPage, SourceReader } from '#integrations/kit/connector.ts'
import type { SyncDeps } from '../deps.ts'
import { goneOf } from '../own-events.ts'

/** Of a source that reads them one by one. */
const ONE_BY_ONE = 20

interface Chosen {
  deps: SyncDeps
  reader: SourceReader
  run: RunAttempt
  signal: AbortSignal
}

/** @throws what the reader throws */
export async function readChosen(
  { deps, reader, run, signal }: Chosen,
  cursor: string | null,
): Promise<RecordPage> {
  const limit = reader.batchSize ?? ONE_BY_ONE
  const after = cursor === null ? null : (JSON.parse(cursor) as string)
  const ids = await withSystem(deps.db, (trx) =>
    listChosen(trx, { runId: run.runId, after, limit }),
  )
  const asOf = new Date().toISOString()
  const { changes, missing, invalid } = await readMany(reader, run, { ids, signal })
  // Later than whatever is held: the source was asked just now.
  const gone = missing.map((externalId) =>
    goneOf({ kind: run.kind, externalId, version: Number.MAX_SAFE_INTEGER }),
  )
  const last = ids.length < limit ? undefined : ids.at(-1)
  return {
    changes: [...changes, ...gone],
    invalid,
    next: last === undefined ? null : JSON.stringify(last),
    asOf,
  }
}

async function readMany(
  reader: SourceReader,
  { kind }: RunAttempt,
  { ids, signal }: { ids: readonly string[]; signal: AbortSignal },
): Promise<ManyRecords> {
  const found: ManyRecords = { changes: [], missing: [], invalid: [] }
  if (ids.length === 0) return found
  if (reader.getMany && reader.batchSize !== undefined) return reader.getMany(kind, ids, { signal })
  for (const id of ids) {
    const change = await reader.get(kind, id, { signal })
    if (change) found.changes.push(change)
    else found.missing.push(id)
  }
  return found
}
