/**
 * Changes of every mirrored kind in one shape: what pages, webhooks and re-fetches of any source boil down to.
 * A change says its kind itself, so that one queue, one gate and one projection table serve all sources.
 */
import type { Module } from './access.ts'
import type { BillingCustomerRecord, InvoiceRecord, PaymentRecord } from './billing.ts'
import type { CompanyRecord, ContactRecord } from './crm.ts'
import type { CallRecord, EmailRecord, MeetingRecord } from './engagements.ts'
import type { OrderRecord } from './orders.ts'
import type { ProjectRecord } from './projects.ts'
import type { Source } from './sources.ts'
import type { CreditNoteRecord, PaymentMethodRecord, SubscriptionRecord } from './subscriptions.ts'

/** What is mirrored, and the record each kind is mirrored as. */
export interface RecordTypes {
  order: OrderRecord
  project: ProjectRecord
  company: CompanyRecord
  contact: ContactRecord
  email: EmailRecord
  call: CallRecord
  meeting: MeetingRecord
  customer: BillingCustomerRecord
  invoice: InvoiceRecord
  payment: PaymentRecord
  subscription: SubscriptionRecord
  payment_method: PaymentMethodRecord
  credit_note: CreditNoteRecord
}

/** A kind of mirrored upstream object. */
export type RecordKind = keyof RecordTypes

/** The module whose permissions cover a kind: what a live event and an audit entry of it belong to. */
export const MODULE_OF_KIND = {
  order: 'orders',
  project: 'projects',
  company: 'company',
  contact: 'company',
  email: 'communication',
  call: 'communication',
  meeting: 'communication',
  customer: 'billing',
  invoice: 'billing',
  payment: 'billing',
  subscription: 'billing',
  payment_method: 'billing',
  credit_note: 'billing',
} as const satisfies Record<RecordKind, Module>

/** Which kinds a source owns, in the order in which a first import reads them: what others refer to comes first. */
export const KINDS_OF_SOURCE = {
  orders: ['order', 'project'],
  hubspot: ['company', 'contact', 'email', 'call', 'meeting'],
  stripe: ['customer', 'invoice', 'payment', 'subscription', 'payment_method', 'credit_note'],
} as const satisfies Record<Source, readonly RecordKind[]>

/** Kinds whose company is an association: it changes without touching their own stamp. */
export const KINDS_OF_COMPANIES = [
  'contact',
  'email',
  'call',
  'meeting',
] as const satisfies readonly RecordKind[]

/** What is left of a record its source has deleted: the tombstone's stamp, and whose it was if that is known. */
export interface RecordDeletion {
  type: 'delete'
  externalId: string
  version: number
  /** Null when the source no longer says; the tenant is then that of the record we hold. */
  externalCustomerId: string | null
  /** What it has become a part of, where that is why it is gone. */
  mergedInto?: string
  /** The person asked to be forgotten: whatever is stored of them goes, and nothing is stored again. */
  isErasure?: true
  changedAt: string
}

/** One object that has become another one of its kind. */
export interface Merge {
  kind: RecordKind
  loser: string
  winner: string
  /** Of the change that tells of it. */
  version: number
}

/**
 * A version-stamped record or its deletion.
 *
 * @example if (change.kind === 'invoice' && change.type === 'upsert') project(change.record.lines)
 */
export type RecordChange<K extends RecordKind = RecordKind> = {
  [P in K]: { kind: P } & ({ type: 'upsert'; record: RecordTypes[P] } | RecordDeletion)
}[K]

export const idOfChange = (change: RecordChange): string =>
  change.type === 'upsert' ? change.record.externalId : change.externalId

/** Null: the source does not say whose it is. */
export const customerOfChange = (change: RecordChange): string | null =>
  change.type === 'upsert' ? change.record.externalCustomerId : change.externalCustomerId

export const versionOfChange = (change: RecordChange): number =>
  change.type === 'upsert' ? change.record.version : change.version

/** What a change says about merges: the loser says what it went into, the winner what it took in. */
export function mergesOfChange(change: RecordChange): Merge[] {
  const of = { kind: change.kind, version: versionOfChange(change) }
  if (change.type === 'delete') {
    const { externalId: loser, mergedInto: winner } = change
    return winner === undefined ? [] : [{ ...of, loser, winner }]
  }
  if (change.kind !== 'company' && change.kind !== 'contact') return []
  const { externalId: winner, mergedIds = [] } = change.record
  return mergedIds.map((loser) => ({ ...of, loser, winner }))
}

/** ISO 8601 */
export const changedAtOfChange = (change: RecordChange): string =>
  change.type === 'upsert' ? change.record.changedAt : change.changedAt
