/**
 * What the pages of billing and of the company need from the server, as types only; see `api.ts`. Instants are
 * ISO 8601 in UTC, amounts are minor units of their currency.
 */
import type {
  BillingCustomerRecord,
  InvoiceLine,
  PaymentRecord,
  PaymentState,
  ShownInvoiceState,
} from '#workflows/contracts/billing.ts'
import type { CompanyRecord, ContactRecord } from '#workflows/contracts/crm.ts'
import type { OrderState } from '#workflows/contracts/orders.ts'
import type { Money } from '#workflows/contracts/sources.ts'
import type { CreditNoteRecord } from '#workflows/contracts/subscriptions.ts'
import type { InvoicesQuery } from './invoices/invoices-query.ts'

export interface InvoiceRow {
  id: string
  version: number
  /** Null when the source gave none. */
  number: string | null
  state: ShownInvoiceState
  description: string | null
  /** Null without the right to see orders. */
  orderNumber: string | null
  issuedAt: string
  dueAt: string | null
  paidAt: string | null
  changedAt: string
  total: Money
  /** What is still to be paid. */
  remaining: Money
  /** The latest attempt to pay it. */
  lastPayment: { id: string; state: PaymentState } | null
}

/** `portal.invoices.list` */
export interface InvoicesPage {
  rows: InvoiceRow[]
  /** Rows per built-in view, with search and filters applied. */
  counts: Record<InvoicesQuery['view'], number>
  /** Everything the query matches, not only this page; `remaining` of what is still to be paid. */
  total: { count: number; sums: Money[]; remaining: Money[] }
  next: string | null
  previous: string | null
  facets: { states: ShownInvoiceState[] }
}

export type InvoiceLineView = Omit<InvoiceLine, 'externalId' | 'unitPriceMinor' | 'amountMinor'> & {
  unitPrice: Money | null
  amount: Money
}

export interface PaymentView extends Pick<
  PaymentRecord,
  'state' | 'methodLabel' | 'receiptUrl' | 'failureMessage' | 'createdAt'
> {
  id: string
  amount: Money
  refunded: Money | null
}

export interface CreditNoteView extends Pick<
  CreditNoteRecord,
  'number' | 'state' | 'reason' | 'memo' | 'pdfUrl' | 'issuedAt'
> {
  id: string
  total: Money
  /** What is asked less; null: it gave back what had been paid. */
  reduced: Money | null
}

/** `portal.invoices.get` */
export interface InvoiceView extends InvoiceRow {
  subtotal: Money
  tax: Money
  paid: Money
  voidedAt: string | null
  /** Absolute https URLs of the payment provider, or null. */
  hostedUrl: string | null
  pdfUrl: string | null
  lines: InvoiceLineView[]
  /** Newest first. */
  payments: PaymentView[]
  /** Newest first. */
  creditNotes: CreditNoteView[]
  /** Empty without the right to see orders. */
  orders: { id: string; number: string; title: string; state: OrderState }[]
}

/** `portal.invoices.attention` */
export interface InvoiceAttentionEntry {
  invoice: InvoiceRow
  reason: 'failed' | 'overdue' | 'due_soon'
}

/** `portal.invoices.outstanding`: one entry per currency, that of most invoices first. */
export interface OutstandingView {
  currency: string
  minor: number
  count: number
  /** `late` up to 30 days past the date, `very_late` more. */
  ages: Record<'processing' | 'not_due' | 'late' | 'very_late', number>
}

interface Known {
  id: string
  version: number
}

export type CompanyFactsView = Known &
  Pick<CompanyRecord, 'name' | 'domain' | 'phone' | 'industry' | 'address'>

export type ContactView = Known &
  Pick<ContactRecord, 'name' | 'email' | 'phone' | 'jobTitle'> & { companyId: string | null }

export type BillingDetailsView = Known &
  Pick<BillingCustomerRecord, 'name' | 'email' | 'phone' | 'address' | 'taxIds'>

/** `portal.company.get` */
export interface CompanyView {
  companies: CompanyFactsView[]
  contacts: ContactView[]
  /** All of them, when fewer are listed. */
  contactCount: number
  /** Null without the right to see billing. */
  billing: BillingDetailsView[] | null
}
