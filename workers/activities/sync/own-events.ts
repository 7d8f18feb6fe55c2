/**
 * Events Portside writes into its own inbox, so that what a page could not store waits in the same place as what
 * webhooks could not, visible and released by the same rules.
 */
import { createHash } from 'node:crypto'
import type { ClaimedEvent } from '#db/system/inbox/claims.ts'
import { RECORD_ERASED, type Arrival } from '#db/system/inbox/own-arrivals.ts'
import type { ChangeResult, InvalidItem } from '#integrations/kit/connector.ts'
import type { RunId, TenantId } from '#workflows/contracts/ids.ts'
import {
  customerOfChange,
  idOfChange,
  versionOfChange,
  type RecordChange,
  type RecordDeletion,
  type RecordKind,
} from '#workflows/contracts/records.ts'

/** Body: the change as a page had it. */
export const RECORD_FOUND = 'portside.record_found'
/** Body: empty. The record must be read from the source again. */
export const RECORD_RECHECK = 'portside.record_recheck'
/** Body: empty. A complete enumeration has not seen it; if the source does not know it either, it is gone. */
export const RECORD_MISSING = 'portside.record_missing'

/** What one of our own events means; undefined for an event of a source. */
export function readOwnEvent(event: ClaimedEvent): ChangeResult | undefined {
  const { eventType, kind, externalId } = event
  if (eventType === RECORD_FOUND) {
    // Written by us from a parsed page; a cast instead of a second schema of the same thing.
    return { type: 'change', change: JSON.parse(event.body) as RecordChange }
  }
  if (![RECORD_RECHECK, RECORD_MISSING, RECORD_ERASED].includes(eventType)) return undefined
  if (!kind || !externalId) return { type: 'invalid', reason: 'It does not say what to check.' }
  if (eventType !== RECORD_ERASED) return { type: 'fetch', kind, externalId }
  const gone = goneOf({ kind, externalId, version: event.version ?? 0 })
  return { type: 'change', change: { ...gone, isErasure: true } }
}

/** A record of which nothing but its id is known. */
export interface RecordRef {
  kind: RecordKind
  externalId: string
  version: number
}

/** That it is gone, as of now. */
export const goneOf = (ref: RecordRef): RecordDeletion & Pick<RecordRef, 'kind'> => ({
  ...ref,
  type: 'delete',
  externalCustomerId: null,
  changedAt: new Date().toISOString(),
})

export const UNLINKED = 'The customer it names is not linked.'
export const NAMES_NOBODY = 'It names no customer.'

export const reasonUnlinked = (change: RecordChange): string =>
  customerOfChange(change) === null ? NAMES_NOBODY : UNLINKED

/** A change that is kept as it is, for later or for a person. */
export function arrivalOfChange(
  change: RecordChange,
  how: Pick<Arrival, 'tenantId' | 'state' | 'reason'>,
): Arrival {
  return {
    // One row per record: of what waits only the newest matters.
    eventKey: `found:${change.kind}:${idOfChange(change)}`,
    eventType: RECORD_FOUND,
    kind: change.kind,
    externalId: idOfChange(change),
    externalCustomerId: customerOfChange(change),
    version: versionOfChange(change),
    body: JSON.stringify(change),
    ...how,
  }
}

export interface Recheck {
  tenantId: TenantId
  /** Tells one need from another of the same version. */
  why: string
  /** That the record has by now at least, where more is known than its own version. */
  atLeast?: number
}

/** The lane of `tenantId` asks the source what holds. */
export function arrivalOfRecheck(
  change: RecordChange,
  { tenantId, why, atLeast = 0 }: Recheck,
): Arrival {
  const version = Math.max(versionOfChange(change), atLeast)
  const ref = { kind: change.kind, externalId: idOfChange(change), version }
  const externalCustomerId = customerOfChange(change)
  return { ...arrivalOfRef(ref, { tenantId, why }), externalCustomerId }
}

/** The lane of `tenantId` asks for it; null: whosever it may be. */
export const arrivalOfRef = (
  { kind, externalId, version }: RecordRef,
  { tenantId, why }: { tenantId: TenantId | null; why: string },
): Arrival => ({
  eventKey: `recheck:${kind}:${externalId}:${version}:${why}`,
  eventType: RECORD_RECHECK,
  kind,
  externalId,
  externalCustomerId: null,
  tenantId,
  version,
  body: '{}',
  state: 'pending',
  reason: null,
})

export const arrivalOfErasure = (ref: RecordRef, tenantId: TenantId): Arrival => ({
  ...arrivalOfRef(ref, { tenantId, why: '' }),
  eventKey: `erased:${ref.kind}:${ref.externalId}:${tenantId}`,
  eventType: RECORD_ERASED,
})

/** Who holds the record, or shall hold it from now on, has to look: it is where this tenant's lane cannot write. */
export const arrivalOfMove = (
  change: RecordChange,
  { tenantId, atLeast = 0 }: Omit<Recheck, 'why'>,
): Arrival => arrivalOfRecheck(change, { tenantId, why: `moved:${tenantId}`, atLeast })

/** Same version, other content: once per content, or a page that is read again would ask again. */
export const arrivalOfTie = (change: RecordChange, tenantId: TenantId): Arrival =>
  arrivalOfRecheck(change, { tenantId, why: hash(JSON.stringify(change)) })

/** @param missing with the version that we hold: what came later is not what was missing */
export const arrivalOfMissing = (
  missing: RecordRef,
  { tenantId, runId }: { tenantId: TenantId; runId: RunId },
): Arrival => ({
  ...arrivalOfRef(missing, { tenantId, why: '' }),
  eventKey: `missing:${missing.kind}:${missing.externalId}:${runId}`,
  eventType: RECORD_MISSING,
})

export function arrivalOfInvalid(kind: RecordKind, item: InvalidItem): Arrival {
  return {
    eventKey: `found:${kind}:${item.externalId ?? '?'}:invalid:${hash(item.body)}`,
    eventType: RECORD_FOUND,
    kind,
    externalId: item.externalId,
    externalCustomerId: null,
    tenantId: null,
    version: null,
    body: item.body,
    state: 'quarantined',
    reason: item.reason,
  }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)
