/** A page of records that somebody chose: each is read by its id, and what the source does not know is gone. */
import { listChosen } from '#db/system/enumerated-records.ts'
import type { RunAttempt } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import type { RecordPage, SourceReader } from '#integrations/kit/connector.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import type { SyncDeps } from '../deps.ts'
import { reasonOf } from '../faults.ts'
import { fetchRecords, keyOfRecord } from '../fetch-records.ts'
import { goneOf } from '../own-events.ts'

/** Of a source that reads them one by one. */
const ONE_BY_ONE = 20

interface Chosen {
  deps: SyncDeps
  reader: SourceReader
  run: RunAttempt
}

/**
 * A record that is not of the agreed shape does not spoil the rest: it may be why somebody asks.
 *
 * @throws what the reader throws of any other kind
 */
export async function readChosen(
  { deps, reader, run: { runId, kind } }: Chosen,
  cursor: string | null,
): Promise<RecordPage> {
  const limit = reader.batchSize ?? ONE_BY_ONE
  const after = cursor === null ? null : (JSON.parse(cursor) as string)
  const ids = await withSystem(deps.db, (trx) => listChosen(trx, { runId, after, limit }))
  const page: RecordPage = {
    ...{ changes: [], invalid: [] },
    ...{ next: null, asOf: new Date().toISOString() },
  }
  const wanted = ids.map((externalId) => ({ kind, externalId, atLeast: 0 }))
  const fetched = await fetchRecords(reader, wanted)
  let last: string | undefined
  for (const externalId of ids) {
    const result = fetched.get(keyOfRecord(kind, externalId))
    // There was no time for it: the next page begins here.
    if (!result) break
    last = externalId
    if (result.ok) {
      // Later than whatever is held: the source was asked just now.
      const gone = { kind, externalId, version: Number.MAX_SAFE_INTEGER }
      page.changes.push(result.change ?? goneOf(gone))
    } else if (result.error instanceof AppError && result.error.code === 'upstream_invalid') {
      page.invalid.push({ externalId, reason: reasonOf(result.error), body: '{}' })
    } else throw result.error
  }
  const isWhole = last === ids.at(-1) && ids.length < limit
  return { ...page, next: isWhole || last === undefined ? null : JSON.stringify(last) }
}
