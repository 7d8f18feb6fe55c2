/**
 * Events Portside writes into its own inbox, so that what a page could not store waits in the same place as what
 * webhooks could not, visible and released by the same rules.
 */
import type { ClaimedEvent } from '#db/system/claims.ts'
import type { ChangeResult } from '#integrations/kit/connector.ts'
import type { OrderChange } from '#workflows/contracts/orders.ts'

/** Body: the change as a page had it. */
export const RECORD_FOUND = 'portside.record_found'
/** Body: empty. The record must be read from the source again. */
export const RECORD_RECHECK = 'portside.record_recheck'

/** What one of our own events means; undefined for an event of a source. */
export function readOwnEvent(event: ClaimedEvent): ChangeResult | undefined {
  const { eventType, kind, externalId } = event
  if (eventType === RECORD_FOUND) {
    // Written by us from a parsed page; a cast instead of a second schema of the same thing.
    return { type: 'change', change: JSON.parse(event.body) as OrderChange }
  }
  if (eventType !== RECORD_RECHECK) return undefined
  if (!kind || !externalId) return { type: 'invalid', reason: 'It does not say what to check.' }
  return { type: 'fetch', kind, externalId }
}

export const idOf = (change: OrderChange): string =>
  change.type === 'upsert' ? change.record.externalId : change.externalId

export const customerOf = (change: OrderChange): string =>
  change.type === 'upsert' ? change.record.externalCustomerId : change.externalCustomerId

export const versionOf = (change: OrderChange): number =>
  change.type === 'upsert' ? change.record.version : change.version

export const changedAtOf = (change: OrderChange): string =>
  change.type === 'upsert' ? change.record.changedAt : change.changedAt
