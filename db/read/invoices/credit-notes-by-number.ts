/** Which invoices credit notes are of, found by the numbers that another source tells of them. */
import { sql } from 'kysely'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../../tenant.ts'
import { visibleInvoices, type InvoicesAccess } from './invoices-access.ts'

export interface NumberedCreditNote {
  number: string
  invoiceId: RecordId
}

/** Only notes of invoices the member may see; where two sources use the same number, one of them. */
export async function listCreditNotesByNumber(
  trx: TenantTx,
  access: InvoicesAccess,
  numbers: readonly string[],
): Promise<NumberedCreditNote[]> {
  if (numbers.length === 0) return []
  const { rows } = await sql<NumberedCreditNote>`
    select distinct on (n.number) n.number, i.id as "invoiceId"
    from credit_notes n
    join invoices i on i.tenant_id = n.tenant_id and i.connection_id = n.connection_id
      and i.external_id = n.invoice_external_id
    where n.tenant_id = ${trx.tenantId} and n.deleted_at is null
      and n.number = any(${numbers}::text[]) and ${visibleInvoices(trx, access)}
    order by n.number, i.id`.execute(trx)
  return rows
}
