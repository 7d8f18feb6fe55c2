/**
 * One claim, from stored bodies to settled rows. An event that breaks the batch is found by trying each one alone,
 * so it never takes its neighbours along.
 */
import type { ClaimedEvent, Settlement } from '#db/system/claims.ts'
import { applyItems, type ApplyItems, type Written } from './apply-items.ts'
import type { DrainContext, Question, Resolved } from './drain-context.ts'
import { faultOf } from './faults.ts'
import { idOf, readOwnEvent } from './own-events.ts'
import { resolveFetches } from './resolve-fetches.ts'
import { quarantine, settleFault } from './settlements.ts'

/** Returns how many changes were written. */
export async function drainEvents(
  context: DrainContext,
  events: readonly ClaimedEvent[],
): Promise<number> {
  const sorted = sortOut(context, events)
  const fetched = await resolveFetches(context, sorted.questions)
  const first = await write(context, {
    items: [...sorted.items, ...fetched.items],
    settled: [...sorted.settled, ...fetched.settled],
    refetched: new Set(),
  })
  if (first.ties.length === 0) return first.applied

  const questions = first.ties.map(({ event, change }) => ({ event, externalId: idOf(change) }))
  const again = await resolveFetches(context, questions)
  const refetched = new Set(questions.map((question) => question.externalId))
  const second = await write(context, { ...again, refetched })
  // Overtaken by other writers again and again: a moment later they are done.
  const later = second.ties.map(({ event }): Settlement => {
    const reason = 'The record kept changing.'
    return { id: event.id, state: 'retry', reason, delayMs: 1_000, counted: false }
  })
  await write(context, { items: [], settled: later, refetched })
  return first.applied + second.applied
}

async function write(context: DrainContext, input: ApplyItems): Promise<Written> {
  try {
    return await applyItems(context, input)
  } catch (error) {
    if (isNotTheirFault(error)) throw error
    return writeOneByOne(context, input)
  }
}

async function writeOneByOne(context: DrainContext, input: ApplyItems): Promise<Written> {
  const { refetched } = input
  const total = await applyItems(context, { ...input, items: [] })
  for (const item of input.items) {
    try {
      const written = await applyItems(context, { items: [item], settled: [], refetched })
      total.applied += written.applied
      total.ties.push(...written.ties)
    } catch (error) {
      if (isNotTheirFault(error)) throw error
      context.deps.logger.warn({ err: error, inboxId: item.event.id }, 'event cannot be applied')
      const settled = [settleFault(item.event, error)]
      await applyItems(context, { items: [], settled, refetched })
    }
  }
  return total
}

const isNotTheirFault = (error: unknown): boolean => {
  const fault = faultOf(error)
  return fault === 'overtaken' || fault === 'ours'
}

/** What is known of each event after reading its body. */
interface Sorted extends Resolved {
  questions: Question[]
}

function sortOut({ deps, connection }: DrainContext, events: readonly ClaimedEvent[]): Sorted {
  const sorted: Sorted = { items: [], questions: [], settled: [] }
  const connector = deps.connectorFor(connection.source)
  for (const event of events) {
    try {
      const result = readOwnEvent(event) ?? connector.toChange(event.body)
      if (result.type === 'change') sorted.items.push({ event, change: result.change })
      else if (result.type === 'fetch')
        sorted.questions.push({ event, externalId: result.externalId })
      else sorted.settled.push(quarantine(event, 'invalid', result.reason))
    } catch (error) {
      deps.logger.warn({ err: error, inboxId: event.id }, 'event cannot be read')
      sorted.settled.push(settleFault(event, error))
    }
  }
  return sorted
}
