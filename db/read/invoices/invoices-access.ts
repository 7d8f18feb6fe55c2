/**
 * Which invoices a member may see, and what of them. Every read of invoices starts from this condition: the tenant
 * is named although the policy holds as well, and a draft is nobody's business yet.
 */
import { sql, type RawBuilder } from 'kysely'
import type { TenantTx } from '../../tenant.ts'
import type { OrdersAccess } from '../orders/orders-access.ts'
import { isOwnInvoice, type OwnOnly } from '../own-records.ts'

export interface InvoicesAccess {
  /** What the member may see of orders; null: nothing, so no invoice says which order it is for. */
  orders: OrdersAccess | null
  /** Sees only invoices for orders of this person; null: all of the tenant. */
  ownOnly: OwnOnly
}

/** Condition on the alias `i` of invoices. */
export function visibleInvoices(
  trx: TenantTx,
  { ownOnly }: Pick<InvoicesAccess, 'ownOnly'>,
): RawBuilder<boolean> {
  const own = ownOnly === null ? sql`` : sql` and ${isOwnInvoice(trx, ownOnly)}`
  return sql<boolean>`i.tenant_id = ${trx.tenantId} and i.deleted_at is null and i.state <> 'draft'${own}`
}

/** What may be told of the order an invoice is for, over the alias `i`: its number, or null. */
export function orderNumberFor(
  trx: TenantTx,
  { orders }: InvoicesAccess,
): RawBuilder<string | null> {
  if (orders === null) return sql`null::text`
  if (orders.ownOnly === null) return sql`i.order_number`
  return sql`case when ${isOwnInvoice(trx, orders.ownOnly)} then i.order_number end`
}

/** The payments of invoice `i`, over the alias `p`. Records of two connections never belong together. */
export const paymentsOf = (trx: TenantTx): RawBuilder<boolean> =>
  sql<boolean>`p.tenant_id = ${trx.tenantId} and p.connection_id = i.connection_id
    and p.invoice_external_id = i.external_id and p.invoice_external_id is not null
    and p.deleted_at is null`
