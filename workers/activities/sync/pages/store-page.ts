/**
 * Stores one page of a source: each tenant's records in a transaction of their own, and what no tenant can take as
 * rows of the inbox. Safe to repeat: a page stored twice changes nothing the second time.
 */
import { createHash } from 'node:crypto'
import type { Arrival } from '#db/system/own-arrivals.ts'
import { findLinkedTenants } from '#db/system/linked-tenants.ts'
import { countRun, type RunAttempt, type RunCounts } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { applyOrderChanges, type OrderOutcome } from '#db/write/orders.ts'
import type { InvalidItem, OrderPage } from '#integrations/kit/connector.ts'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import type { OrderChange } from '#workflows/contracts/orders.ts'
import type { SyncDeps } from '../deps.ts'
import { faultOf, reasonOf } from '../faults.ts'
import { customerOf, idOf, RECORD_FOUND, RECORD_RECHECK, versionOf } from '../own-events.ts'

export interface PageContext {
  deps: SyncDeps
  connectionId: ConnectionId
  lane: 'backfill' | 'poll'
  /** Counts and fences every transaction; a poll that is no run has none. */
  run?: RunAttempt
}

export interface StoredPage {
  counts: RunCounts
  /** For the inbox; belongs into the transaction that moves the checkpoint. */
  arrivals: Arrival[]
}

export async function storePage(context: PageContext, page: OrderPage): Promise<StoredPage> {
  const { deps, connectionId } = context
  const customers = page.changes.map(customerOf)
  const tenants = await withSystem(deps.db, (trx) =>
    findLinkedTenants(trx, connectionId, customers),
  )
  const byTenant = Map.groupBy(page.changes, (change) => tenants.get(customerOf(change)))
  const arrivals: Arrival[] = page.invalid.map(arrivalOfInvalid)
  for (const [tenantId, changes] of byTenant) {
    if (tenantId) arrivals.push(...(await storeForTenant(context, tenantId, changes)))
    else arrivals.push(...changes.map(arrivalOfUnmapped))
  }
  const of = (state: Arrival['state']): number =>
    arrivals.filter((arrival) => arrival.state === state).length
  const counts = {
    fetched: page.changes.length + page.invalid.length,
    unmapped: of('unmapped'),
    quarantined: of('quarantined'),
    pages: 1,
  }
  return { counts, arrivals }
}

/** A change that breaks the page is found by trying each one alone. */
async function storeForTenant(
  context: PageContext,
  tenantId: TenantId,
  changes: readonly OrderChange[],
): Promise<Arrival[]> {
  try {
    return await write(context, tenantId, changes)
  } catch (error) {
    const fault = faultOf(error)
    if (fault === 'overtaken' || fault === 'ours') throw error
    const [only] = changes
    if (only && changes.length === 1) {
      context.deps.logger.warn({ err: error, tenantId }, 'record cannot be stored')
      return [arrivalOfChange(only, { tenantId, state: 'quarantined', reason: reasonOf(error) })]
    }
    const arrivals: Arrival[] = []
    for (const change of changes)
      arrivals.push(...(await storeForTenant(context, tenantId, [change])))
    return arrivals
  }
}

function write(
  { deps, connectionId, lane, run }: PageContext,
  tenantId: TenantId,
  changes: readonly OrderChange[],
): Promise<Arrival[]> {
  return withTenant(deps.db, tenantId, async (trx) => {
    const outcomes = await applyOrderChanges(trx, { connectionId, lane, changes })
    const count = (wanted: OrderOutcome): number =>
      outcomes.filter((outcome) => outcome === wanted).length
    const counts = { written: count('applied'), unchanged: count('unchanged') + count('stale') }
    if (run) await countRun(trx, run, counts)
    return changes.flatMap((change, index) => {
      const outcome = outcomes[index]
      if (outcome === 'tie') return [arrivalOfTie(change, tenantId)]
      if (outcome !== 'foreign') return []
      const reason = 'The record belongs to another tenant.'
      return [arrivalOfChange(change, { tenantId, state: 'quarantined', reason })]
    })
  })
}

function arrivalOfChange(
  change: OrderChange,
  how: Pick<Arrival, 'tenantId' | 'state' | 'reason'>,
): Arrival {
  return {
    eventKey: `backfill:order:${idOf(change)}:${versionOf(change)}`,
    eventType: RECORD_FOUND,
    kind: 'order',
    externalId: idOf(change),
    externalCustomerId: customerOf(change),
    version: versionOf(change),
    body: JSON.stringify(change),
    ...how,
  }
}

const arrivalOfUnmapped = (change: OrderChange): Arrival =>
  arrivalOfChange(change, {
    tenantId: null,
    state: 'unmapped',
    reason: 'The customer it names is not linked.',
  })

/** Same version, other content: the live lane asks the source what holds. */
function arrivalOfTie(change: OrderChange, tenantId: TenantId): Arrival {
  const arrival = arrivalOfChange(change, { tenantId, state: 'pending', reason: null })
  const eventKey = `recheck:order:${idOf(change)}:${versionOf(change)}:${hash(arrival.body)}`
  return { ...arrival, eventKey, eventType: RECORD_RECHECK, body: '{}' }
}

function arrivalOfInvalid(item: InvalidItem): Arrival {
  return {
    eventKey: `backfill:order:${item.externalId ?? '?'}:invalid:${hash(item.body)}`,
    eventType: RECORD_FOUND,
    kind: 'order',
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
