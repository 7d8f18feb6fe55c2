/** To whom invoices are made out: name, address and tax ids as the payment provider has them. */
import { sql } from 'kysely'
import type { BillingCustomerRecord } from '#workflows/contracts/billing.ts'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../../tenant.ts'
import { addressOf } from './company-get.ts'

export interface BillingDetails extends Pick<
  BillingCustomerRecord,
  'name' | 'email' | 'phone' | 'address' | 'taxIds'
> {
  id: RecordId
  version: number
}

const MAX_CUSTOMERS = 50

/** By name; usually it is one. */
export async function listBillingDetails(trx: TenantTx): Promise<BillingDetails[]> {
  const { rows } = await sql<BillingDetails>`
    select b.id, b.version, b.name, b.email, b.phone, ${addressOf('b')} as address, b.tax_ids as "taxIds"
    from billing_customers b
    where b.tenant_id = ${trx.tenantId} and b.deleted_at is null
    order by b.name nulls last, b.id
    limit ${MAX_CUSTOMERS}`.execute(trx)
  return rows
}
