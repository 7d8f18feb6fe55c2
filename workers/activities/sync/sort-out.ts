/** What is known of each event after reading its body: the change itself, a question for the source, or a fault. */
import type { ClaimedEvent } from '#db/system/inbox/claims.ts'
import type { ClaimContext, Question, Resolved } from './drain-context.ts'
import { readOwnEvent } from './own-events.ts'
import { quarantine, settleFault } from './settlements.ts'

export interface Sorted extends Resolved {
  questions: Question[]
}

export function sortOut(
  { deps, connection }: ClaimContext,
  events: readonly ClaimedEvent[],
): Sorted {
  const sorted: Sorted = { items: [], questions: [], settled: [] }
  const connector = deps.connectorFor(connection.source)
  for (const event of events) {
    try {
      const result = readOwnEvent(event) ?? connector.toChange(event.body)
      if (result.type === 'change') {
        sorted.items.push({ event, change: result.change, isFetched: false })
      } else if (result.type === 'fetch') {
        const { kind, externalId } = result
        sorted.questions.push({ event, kind, externalId, atLeast: event.version ?? 0 })
      } else sorted.settled.push(quarantine(event, 'invalid', result.reason))
    } catch (error) {
      deps.logger.warn({ err: error, inboxId: event.id }, 'event cannot be read')
      sorted.settled.push(settleFault(event, error))
    }
  }
  return sorted
}
