/** From what happened to an event to what its inbox row says. */
import { MAX_ATTEMPTS, type ClaimedEvent, type Settlement } from '#db/system/inbox/claims.ts'
import type { ApplyOutcome } from '#db/write/apply-changes.ts'
import { customerOfChange, type RecordChange } from '#workflows/contracts/records.ts'
import { backoffMs, faultOf, MAX_WAIT_MS, reasonOf, retryInMs } from './faults.ts'
import { reasonUnlinked } from './own-events.ts'

export function settleOutcome(
  event: ClaimedEvent,
  outcome: Exclude<ApplyOutcome, 'tie'>,
): Settlement {
  if (outcome === 'foreign')
    return quarantine(event, 'foreign', 'The record belongs to another tenant.')
  return { id: event.id, state: 'done', verdict: outcome }
}

/** Kept until its customer is linked. */
export const settleUnlinked = (
  event: Pick<ClaimedEvent, 'id'>,
  change: RecordChange,
): Settlement => ({
  id: event.id,
  state: 'unmapped',
  verdict: 'unmapped',
  reason: reasonUnlinked(change),
  externalCustomerId: customerOfChange(change),
})

/** Another tenant's lane goes on with it. */
export const settleMoved = (id: ClaimedEvent['id']): Settlement => ({
  id,
  state: 'done',
  verdict: 'moved',
})

export function quarantine(event: ClaimedEvent, verdict: string, reason: string): Settlement {
  return { id: event.id, state: 'quarantined', verdict, reason }
}

/** Tries are only bounded where the event itself may be at fault: an outage must not quarantine anything. */
export function settleFault(event: ClaimedEvent, error: unknown): Settlement {
  const fault = faultOf(error)
  const reason = reasonOf(error)
  const retry = (delayMs: number, counted: boolean): Settlement => ({
    id: event.id,
    state: 'retry',
    reason,
    delayMs,
    counted,
  })
  if (fault === 'invalid') return quarantine(event, 'invalid', reason)
  if (fault === 'refused') return retry(MAX_WAIT_MS, false)
  if (fault !== 'unknown') return retry(retryInMs(error, event.waitedMs), false)
  if (event.attempts >= MAX_ATTEMPTS) return quarantine(event, 'failed', reason)
  return retry(backoffMs(event.waitedMs), true)
}
