/** The invoices of one order, as its page lists them: latest first. */
import { sql } from 'kysely'
import type { TenantTx } from '../../tenant.ts'
import {
  invoiceColumns,
  paymentsBeside,
  toInvoiceRow,
  type InvoiceColumns,
  type InvoiceRow,
} from './invoice-row.ts'
import { visibleInvoices, type InvoicesAccess } from './invoices-access.ts'
import { issuedAt } from './invoices-sort.ts'

/** An order with more partial invoices than this is looked at in the list of invoices. */
const MAX_ENTRIES = 50

export async function listInvoicesOfOrder(
  trx: TenantTx,
  access: InvoicesAccess,
  orderNumber: string,
): Promise<InvoiceRow[]> {
  const { rows } = await sql<InvoiceColumns>`
    select ${invoiceColumns(trx, access)}
    from invoices i ${paymentsBeside(trx)}
    where ${visibleInvoices(trx, access)} and i.order_number = ${orderNumber}
    order by ${issuedAt} desc, i.id desc
    limit ${MAX_ENTRIES}`.execute(trx)
  return rows.map(toInvoiceRow)
}
