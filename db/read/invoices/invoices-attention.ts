/** Invoices that somebody should look at: a payment failed, the date has passed, or it comes within days. */
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

export interface InvoiceAttention {
  invoice: InvoiceRow
  /** `failed`: the latest payment did not go through, whatever the date says. */
  reason: 'failed' | 'overdue' | 'due_soon'
}

interface AttentionColumns extends InvoiceColumns {
  reason: InvoiceAttention['reason']
}

const MAX_ENTRIES = 20
const SOON = sql`interval '7 days'`

/** Failed ones first, then by the date; what is being paid needs nobody. */
export async function listInvoicesNeedingAttention(
  trx: TenantTx,
  access: InvoicesAccess,
): Promise<InvoiceAttention[]> {
  const { rows } = await sql<AttentionColumns>`
    select ${invoiceColumns(trx, access)},
      case when paid.state = 'failed' then 'failed' when i.due_at < now() then 'overdue' else 'due_soon' end as reason
    from invoices i ${paymentsBeside(trx)}
    where ${visibleInvoices(trx, access)} and i.state = 'open' and paid.processing is not true
      and (paid.state = 'failed' or i.due_at < now() + ${SOON})
    order by paid.state is not distinct from 'failed' desc, i.due_at nulls last, i.id
    limit ${MAX_ENTRIES}`.execute(trx)
  return rows.map((row) => ({ invoice: toInvoiceRow(row), reason: row.reason }))
}
