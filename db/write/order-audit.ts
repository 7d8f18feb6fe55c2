/** What the audit log says about orders: one entry per live change, one per tenant for a page of a backfill. */
import type { OrderChange } from '#workflows/contracts/orders.ts'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { FactChanges, AuditEntry } from './audit.ts'
import type { HeldOrder, OrderFacts } from './order-rows.ts'

export interface AuditedOrder {
  id: RecordId
  change: OrderChange
  before: HeldOrder | undefined
  requestId: string | null
}

/** The facts a customer cares about, in the order in which they are shown. */
const FACTS = [
  'number',
  'title',
  'state',
  'promisedOn',
  'totalMinor',
  'currency',
  'site',
  'customerReference',
] as const satisfies readonly (keyof OrderFacts)[]

export function auditOfOrder({ id, change, before, requestId }: AuditedOrder): AuditEntry {
  const after = change.type === 'upsert' ? factsOf(change.record) : undefined
  const seen = before?.deleted === false ? before : undefined
  return {
    action: !after ? 'order.deleted' : seen ? 'order.updated' : 'order.created',
    module: 'orders',
    subjectKind: 'order',
    subjectId: id,
    subjectLabel: after?.number ?? seen?.number ?? '',
    changes: diff(seen, after),
    requestId,
  }
}

/** @param count orders written by this page */
export function auditOfImport(count: number): AuditEntry {
  return {
    action: 'orders.imported',
    module: 'orders',
    subjectKind: 'order',
    subjectId: null,
    subjectLabel: '',
    changes: { count: { from: null, to: count } },
    requestId: null,
  }
}

type AuditedFacts = Omit<OrderFacts, 'deleted'>

function factsOf(record: Extract<OrderChange, { type: 'upsert' }>['record']): AuditedFacts {
  const { number, title, state, promisedOn, site, customerReference, total } = record
  const money = { totalMinor: total.minor, currency: total.currency }
  return { number, title, state, promisedOn, site, customerReference, ...money }
}

function diff(before: AuditedFacts | undefined, after: AuditedFacts | undefined): FactChanges {
  const changes: FactChanges = {}
  for (const fact of FACTS) {
    const from = before?.[fact] ?? null
    const to = after?.[fact] ?? null
    if (from !== to) changes[fact] = { from, to }
  }
  return changes
}
