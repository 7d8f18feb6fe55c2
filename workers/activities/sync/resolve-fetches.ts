/** Turns questions into changes by asking the source, and writes down how the source is. */
import { claimParkedTry, noteChecked, noteFailure, PARKED_MS } from '#db/system/sync-connection.ts'
import { withSystem } from '#db/system/system.ts'
import type { ClaimContext, Question, Resolved } from './drain-context.ts'
import { goneOf, RECORD_MISSING } from './own-events.ts'
import { faultOf, reasonOf } from './faults.ts'
import { fetchRecords, keyOfRecord, type Fetched } from './fetch-records.ts'
import { settleFault } from './settlements.ts'

/** Milliseconds until those who waited for the answer to one question look again. */
const AFTER_TRY_MS = 1_000

export async function resolveFetches(
  context: ClaimContext,
  questions: readonly Question[],
): Promise<Resolved> {
  const resolved: Resolved = { items: [], settled: [] }
  if (questions.length === 0) return resolved
  const { connection, deps } = context
  const { wanted, late, delayMs } = await leaveAlone(context, questions)
  for (const { event } of late) {
    const reason = 'The connection is parked.'
    resolved.settled.push({ id: event.id, state: 'retry', reason, delayMs, counted: false })
  }
  if (wanted.length === 0) return resolved
  const startedAt = performance.now()
  const fetched = await fetchRecords(deps.readerFor(connection), wanted)
  deps.metrics?.recordsFetched({
    source: connection.source,
    events: wanted.length,
    records: fetched.size,
    ms: performance.now() - startedAt,
  })
  await noteHealth(context, [...fetched.values()])
  for (const { event, kind, externalId } of wanted) {
    const result = fetched.get(keyOfRecord(kind, externalId))
    if (result?.ok && result.change) {
      resolved.items.push({ event, change: result.change, isFetched: true })
    } else if (result?.ok && event.eventType === RECORD_MISSING) {
      // Neither listed nor known by its id.
      const change = goneOf({ kind, externalId, version: event.version ?? 0 })
      resolved.items.push({ event, change, ...FROM_SOURCE })
    } else if (result?.ok) {
      const reason = 'The source does not know this record.'
      resolved.settled.push({ id: event.id, state: 'ignored', verdict: 'gone', reason })
    } else if (result) resolved.settled.push(settleFault(event, result.error))
    else resolved.settled.push({ id: event.id, ...LATER })
  }
  return resolved
}

/** The budget was used up by the records before it. */
const LATER = {
  state: 'retry',
  reason: 'There was no time to ask the source yet.',
  delayMs: 0,
  counted: false,
} as const

/** A source that refused us is asked one question in a quarter of an hour; the others wait for its answer. */
async function leaveAlone({ connection, deps }: ClaimContext, questions: readonly Question[]) {
  if (connection.state !== 'parked') return { wanted: questions, late: [], delayMs: 0 }
  const mayAsk = await withSystem(deps.db, (trx) => claimParkedTry(trx, connection.id))
  const rest = PARKED_MS - (connection.failedMsAgo ?? 0)
  return mayAsk
    ? { wanted: questions.slice(0, 1), late: questions.slice(1), delayMs: AFTER_TRY_MS }
    : { wanted: [], late: questions, delayMs: Math.max(rest, AFTER_TRY_MS) }
}

/** Fetched, and the last word on the version we hold. */
const FROM_SOURCE = { isFetched: true, isTie: true } as const

/** Portal and console show it: a source that refuses or fails us, and one that works again. */
async function noteHealth(
  { connection, deps }: ClaimContext,
  results: readonly Fetched[],
): Promise<void> {
  const failure = results.find((result) => !result.ok)
  if (failure) {
    const fault = faultOf(failure.error)
    if (fault !== 'refused' && fault !== 'transient') return
    const reason = reasonOf(failure.error)
    await withSystem(deps.db, (trx) =>
      noteFailure(trx, connection.id, { reason, park: fault === 'refused' }),
    )
  } else if (connection.state === 'parked') {
    await withSystem(deps.db, (trx) => noteChecked(trx, connection.id))
  }
}
