/** One invoice with its lines, its payments and the order it is for, in one round trip. */
import { sql, type RawBuilder } from 'kysely'
import type { InvoiceLine, PaymentRecord } from '#workflows/contracts/billing.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { isUuid, type RecordId } from '#workflows/contracts/ids.ts'
import type { OrderState } from '#workflows/contracts/orders.ts'
import type { Money } from '#workflows/contracts/sources.ts'
import type { CreditNoteRecord } from '#workflows/contracts/subscriptions.ts'
import type { TenantTx } from '../../tenant.ts'
import { instantOf, instantOrNull } from '../instant.ts'
import { visibleOrders } from '../orders/orders-access.ts'
import {
  invoiceColumns,
  paymentsBeside,
  toInvoiceRow,
  type InvoiceColumns,
  type InvoiceRow,
} from './invoice-row.ts'
import { paymentsOf, visibleInvoices, type InvoicesAccess } from './invoices-access.ts'

export interface InvoiceLineRow extends Omit<
  InvoiceLine,
  'externalId' | 'unitPriceMinor' | 'amountMinor'
> {
  unitPrice: Money | null
  amount: Money
}

export interface PaymentRow extends Pick<
  PaymentRecord,
  'state' | 'methodLabel' | 'receiptUrl' | 'failureMessage' | 'createdAt'
> {
  id: RecordId
  amount: Money
  /** What went back; null: nothing. */
  refunded: Money | null
}

export interface CreditNoteRow extends Pick<
  CreditNoteRecord,
  'number' | 'state' | 'reason' | 'memo' | 'pdfUrl' | 'issuedAt'
> {
  id: RecordId
  total: Money
  /** What is asked less; null: it gave back what had been paid. */
  reduced: Money | null
}

export interface OrderOfInvoice {
  id: RecordId
  number: string
  title: string
  state: OrderState
}

export interface InvoiceDetails extends InvoiceRow {
  subtotal: Money
  tax: Money
  paid: Money
  voidedAt: string | null
  /** Absolute https URLs of the source's own pages. */
  hostedUrl: string | null
  pdfUrl: string | null
  /** In the order of the invoice. */
  lines: InvoiceLineRow[]
  /** Newest first. */
  payments: PaymentRow[]
  /** Newest first, those that were withdrawn too. */
  creditNotes: CreditNoteRow[]
  /** Orders of this number that the member may see: one, unless two order systems use the same number. */
  orders: OrderOfInvoice[]
}

interface LineJson extends Omit<InvoiceLineRow, 'unitPrice' | 'amount'> {
  unitPriceMinor: number | null
  amountMinor: number
}

interface PaymentJson extends Omit<PaymentRow, 'amount' | 'refunded'> {
  currency: string
  amountMinor: number
  refundedMinor: number
}

interface CreditNoteJson extends Omit<CreditNoteRow, 'total' | 'reduced'> {
  currency: string
  totalMinor: number
  reducedMinor: number
}

interface DetailColumns extends InvoiceColumns {
  subtotal_minor: number
  tax_minor: number
  paid_minor: number
  voided_at: Date | null
  hosted_url: string | null
  pdf_url: string | null
  lines: LineJson[]
  payments: PaymentJson[]
  credit_notes: CreditNoteJson[]
  orders: OrderOfInvoice[]
}

/** An invoice that is not there, not the tenant's, deleted or a draft is all the same. */
export async function getInvoice(
  trx: TenantTx,
  access: InvoicesAccess,
  id: string,
): Promise<InvoiceDetails> {
  const invoice = isUuid(id) ? await findInvoice(trx, access, id as RecordId) : undefined
  if (!invoice) throw new AppError('not_found', 'This invoice does not exist.')
  return invoice
}

async function findInvoice(
  trx: TenantTx,
  access: InvoicesAccess,
  id: RecordId,
): Promise<InvoiceDetails | undefined> {
  const { rows } = await sql<DetailColumns>`
    select ${invoiceColumns(trx, access)}, i.subtotal_minor, i.tax_minor, i.paid_minor, i.voided_at,
      i.hosted_url, i.pdf_url,
      (select coalesce(json_agg(json_build_object(
          'position', l.position, 'description', l.description, 'quantity', l.quantity::text,
          'unitPriceMinor', l.unit_price_minor, 'amountMinor', l.amount_minor,
          'periodStart', l.period_start, 'periodEnd', l.period_end) order by l.position, l.external_id), '[]')
       from invoice_lines l where l.tenant_id = ${trx.tenantId} and l.invoice_id = ${id}) as lines,
      (select coalesce(json_agg(json_build_object(
          'id', p.id, 'state', p.state, 'currency', p.currency, 'amountMinor', p.amount_minor,
          'refundedMinor', p.refunded_minor, 'methodLabel', p.method_label, 'receiptUrl', p.receipt_url,
          'failureMessage', p.failure_message, 'createdAt', p.created_at)
          order by p.created_at desc, p.id desc), '[]')
       from payments p where ${paymentsOf(trx)}) as payments,
      ${creditNotesOf(trx)} as credit_notes,
      ${ordersOf(trx, access)} as orders
    from invoices i ${paymentsBeside(trx)}
    where ${visibleInvoices(trx, access)} and i.id = ${id}`.execute(trx)
  return rows[0] && toDetails(rows[0])
}

const creditNotesOf = (trx: TenantTx): RawBuilder<CreditNoteJson[]> => sql`(
  select coalesce(json_agg(json_build_object(
      'id', n.id, 'number', n.number, 'state', n.state, 'reason', n.reason, 'memo', n.memo,
      'pdfUrl', n.pdf_url, 'issuedAt', n.issued_at, 'currency', n.currency,
      'totalMinor', n.total_minor, 'reducedMinor', n.reduced_minor)
      order by n.issued_at desc, n.id desc), '[]')
  from credit_notes n where n.tenant_id = ${trx.tenantId} and n.connection_id = i.connection_id
    and n.invoice_external_id = i.external_id and n.deleted_at is null)`

function ordersOf(trx: TenantTx, { orders }: InvoicesAccess): RawBuilder<OrderOfInvoice[]> {
  if (orders === null) return sql`'[]'::json`
  return sql`(
    select coalesce(json_agg(json_build_object(
      'id', o.id, 'number', o.number, 'title', o.title, 'state', o.state) order by o.id), '[]')
    from orders o where ${visibleOrders(trx, orders)} and o.number = i.order_number)`
}

function toDetails(row: DetailColumns): InvoiceDetails {
  const money = (minor: number): Money => ({ minor, currency: row.currency })
  return {
    ...toInvoiceRow(row),
    subtotal: money(row.subtotal_minor),
    tax: money(row.tax_minor),
    paid: money(row.paid_minor),
    voidedAt: row.voided_at?.toISOString() ?? null,
    hostedUrl: row.hosted_url,
    pdfUrl: row.pdf_url,
    lines: row.lines.map(({ unitPriceMinor, amountMinor, ...line }) => ({
      ...line,
      periodStart: instantOrNull(line.periodStart),
      periodEnd: instantOrNull(line.periodEnd),
      unitPrice: unitPriceMinor === null ? null : money(unitPriceMinor),
      amount: money(amountMinor),
    })),
    payments: row.payments.map(({ currency, amountMinor, refundedMinor, ...payment }) => ({
      ...payment,
      createdAt: instantOf(payment.createdAt),
      amount: { minor: amountMinor, currency },
      refunded: refundedMinor === 0 ? null : { minor: refundedMinor, currency },
    })),
    creditNotes: row.credit_notes.map(({ currency, totalMinor, reducedMinor, ...note }) => ({
      ...note,
      issuedAt: instantOf(note.issuedAt),
      total: { minor: totalMinor, currency },
      reduced: reducedMinor === 0 ? null : { minor: reducedMinor, currency },
    })),
    orders: row.orders,
  }
}
