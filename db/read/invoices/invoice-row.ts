/** One invoice as lists show it. */
import { sql, type RawBuilder } from 'kysely'
import type { InvoiceState, PaymentState, ShownInvoiceState } from '#workflows/contracts/billing.ts'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { Money } from '#workflows/contracts/sources.ts'
import type { TenantTx } from '../../tenant.ts'
import { isPastDue } from './invoice-state.ts'
import { orderNumberFor, paymentsOf, type InvoicesAccess } from './invoices-access.ts'
import { issuedAt } from './invoices-sort.ts'

export interface InvoiceRow {
  id: RecordId
  version: number
  /** Null when the source gave none. */
  number: string | null
  state: ShownInvoiceState
  description: string | null
  /** Null as well for whoever sees no orders. */
  orderNumber: string | null
  issuedAt: string
  dueAt: string | null
  paidAt: string | null
  changedAt: string
  total: Money
  /** What is still to be paid. */
  remaining: Money
  /** The latest attempt to pay it. */
  lastPayment: { id: RecordId; state: PaymentState } | null
}

export interface InvoiceColumns {
  id: RecordId
  version: number
  number: string | null
  state: InvoiceState
  past_due: boolean
  processing: boolean
  description: string | null
  order_number: string | null
  issued_at: Date
  due_at: Date | null
  paid_at: Date | null
  changed_at: Date
  currency: string
  total_minor: number
  remaining_minor: number
  payment_id: RecordId | null
  payment_state: PaymentState | null
}

/** Over the aliases `i` and `paid`; see `paymentsBeside`. */
export function invoiceColumns(trx: TenantTx, access: InvoicesAccess): RawBuilder<InvoiceColumns> {
  return sql<InvoiceColumns>`i.id, i.version, i.number, i.state, coalesce(${isPastDue}, false) as past_due,
    coalesce(paid.processing, false) as processing, i.description, ${orderNumberFor(trx, access)} as order_number,
    ${issuedAt} as issued_at, i.due_at, i.paid_at, i.changed_at, i.currency, i.total_minor, i.remaining_minor,
    paid.id as payment_id, paid.state as payment_state`
}

/** Joins what payments say about each invoice, as `paid`. */
export const paymentsBeside = (trx: TenantTx): RawBuilder<unknown> => sql`
  left join lateral (
    select p.id, p.state, bool_or(p.state = 'processing') over () as processing
    from payments p where ${paymentsOf(trx)}
    order by p.created_at desc, p.id desc limit 1) as paid on true`

export const toInvoiceRow = (row: InvoiceColumns): InvoiceRow => ({
  id: row.id,
  version: row.version,
  number: row.number,
  state: shownState(row),
  description: row.description,
  orderNumber: row.order_number,
  issuedAt: row.issued_at.toISOString(),
  dueAt: row.due_at?.toISOString() ?? null,
  paidAt: row.paid_at?.toISOString() ?? null,
  changedAt: row.changed_at.toISOString(),
  total: { minor: row.total_minor, currency: row.currency },
  remaining: { minor: row.remaining_minor, currency: row.currency },
  lastPayment:
    row.payment_id === null || row.payment_state === null
      ? null
      : { id: row.payment_id, state: row.payment_state },
})

/** @throws Error for a draft: whoever reads one has forgotten the condition of db/read/invoices/invoices-access.ts */
function shownState(
  row: Pick<InvoiceColumns, 'state' | 'processing' | 'past_due'>,
): ShownInvoiceState {
  if (row.state === 'draft') throw new Error('A draft must not be shown.')
  if (row.state !== 'open') return row.state
  if (row.processing) return 'processing'
  return row.past_due ? 'overdue' : 'open'
}
