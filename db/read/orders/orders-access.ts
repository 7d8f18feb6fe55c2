/**
 * Which orders a member may see, and what of them. Every read of orders starts from this condition: the tenant is
 * named although the policy holds as well, and a scope of `own` is one more condition, not a later filter.
 */
import { sql, type RawBuilder } from 'kysely'
import type { Money } from '#workflows/contracts/sources.ts'
import type { TenantTx } from '../../tenant.ts'
import { isOwnOrder, type OwnOnly } from '../own-records.ts'

export interface OrdersAccess {
  /** May see money. Without it no amount is even read. */
  amounts: boolean
  /** Sees only orders placed by this person; null: all of the tenant. */
  ownOnly: OwnOnly
}

/** Condition on the alias `o` of orders. */
export function visibleOrders(trx: TenantTx, access: OrdersAccess): RawBuilder<boolean> {
  const own = access.ownOnly === null ? sql`` : sql` and ${isOwnOrder(access.ownOnly)}`
  return sql<boolean>`o.tenant_id = ${trx.tenantId} and o.deleted_at is null${own}`
}

/** Null without the right to see amounts. */
export const moneyFor = (
  access: OrdersAccess,
  minor: number | null,
  currency: string | null,
): Money | null =>
  access.amounts && minor !== null && currency !== null ? { minor, currency } : null
