/**
 * One claim, from stored bodies to settled rows. An event that breaks the batch is found by trying each one alone, so
 * it never takes its neighbours along.
 */
import { findBeside } from '#db/system/inbox/beside.ts'
import type { ClaimedEvent, Settlement } from '#db/system/inbox/claims.ts'
import { systemCodeOf } from '#workflows/contracts/errors.ts'
import { idOfChange, versionOfChange } from '#workflows/contracts/records.ts'
import { withSystem } from '#db/system/system.ts'
import { applyItems, type Written } from './apply-items.ts'
import type { DrainContext, Item, Question, Resolved } from './drain-context.ts'
import { faultOf } from './faults.ts'
import { keyOfRecord } from './fetch-records.ts'
import { resolveFetches } from './resolve-fetches.ts'
import { settleFault } from './settlements.ts'
import { sortOut } from './sort-out.ts'

/** Reads the events and asks the source where they are hints, once for all that wait in the lane. */
export async function readEvents(
  context: DrainContext,
  events: readonly ClaimedEvent[],
): Promise<Resolved> {
  const sorted = sortOut(context, events)
  if (sorted.questions.length === 0) return sorted
  const { deps, lane } = context
  const asked = new Map(sorted.questions.map((each) => [keyOf(each), each]))
  const eventTypes = [...new Set(sorted.questions.map(({ event }) => event.eventType))]
  const found = await withSystem(deps.db, (trx) =>
    findBeside(trx, lane, { eventTypes, records: [...asked.values()] }),
  )
  const beside = new Map(found.map((each) => [keyOf(each), each]))
  const questions = sorted.questions.map((question) => ({
    ...question,
    atLeast: Math.max(question.atLeast, beside.get(keyOf(question))?.latest ?? 0),
  }))
  const answersOf = new Map(
    questions.map((question) => [question.event.id, beside.get(keyOf(question))?.ids ?? []]),
  )
  const fetched = await resolveFetches(context, questions)
  const items = fetched.items.map((item) => ({
    ...item,
    answers: answersOf.get(item.event.id) ?? [],
  }))
  return {
    items: [...sorted.items, ...items],
    settled: [...sorted.settled, ...fetched.settled],
  }
}

const keyOf = ({ kind, externalId }: Pick<Question, 'kind' | 'externalId'>): string =>
  keyOfRecord(kind, externalId)

/** Returns how many changes were written. */
export async function writeEvents(context: DrainContext, read: Resolved): Promise<number> {
  const first = await write(context, read)
  if (first.ties.length === 0) return first.applied

  const again = await resolveFetches(context, first.ties.map(questionOfTie))
  const items = again.items.map((item): Item => ({ ...item, isTie: true }))
  const second = await write(context, { items, settled: again.settled })
  // Overtaken by other writers again and again: a moment later they are done.
  const later = second.ties.map(({ event }): Settlement => {
    const reason = 'The record kept changing.'
    return { id: event.id, state: 'retry', reason, delayMs: 1_000, counted: false }
  })
  await write(context, { items: [], settled: later })
  return first.applied + second.applied
}

const questionOfTie = ({ event, change }: Item): Question => ({
  event,
  kind: change.kind,
  externalId: idOfChange(change),
  atLeast: versionOfChange(change),
})

async function write(context: DrainContext, input: Resolved): Promise<Written> {
  try {
    return await applyItems(context, input).catch((error: unknown) => {
      if (systemCodeOf(error) !== DEADLOCK) throw error
      return applyItems(context, input)
    })
  } catch (error) {
    if (isNotTheirFault(error)) throw error
    return writeOneByOne(context, input)
  }
}

/** Two writers waited for each other: this one was rolled back, the other one goes on. */
const DEADLOCK = '40P01'

async function writeOneByOne(context: DrainContext, input: Resolved): Promise<Written> {
  const total = await applyItems(context, { ...input, items: [] })
  for (const item of input.items) {
    try {
      const written = await applyItems(context, { items: [item], settled: [] })
      total.applied += written.applied
      total.ties.push(...written.ties)
    } catch (error) {
      if (isNotTheirFault(error)) throw error
      context.deps.logger.warn({ err: error, inboxId: item.event.id }, 'event cannot be applied')
      await applyItems(context, { items: [], settled: [settleFault(item.event, error)] })
    }
  }
  return total
}

const isNotTheirFault = (error: unknown): boolean => {
  const fault = faultOf(error)
  return fault === 'overtaken' || fault === 'ours'
}
