/**
 * The state an invoice is truly in. The source knows `open` only: whether money is on its way, or the date has
 * passed, follows from payments and the clock. Fragments over the alias `i` of invoices.
 */
import { sql, type RawBuilder } from 'kysely'
import type { ShownInvoiceState } from '#workflows/contracts/billing.ts'
import type { TenantTx } from '../../tenant.ts'
import { paymentsOf } from './invoices-access.ts'

/** Not the whole truth: it may be processing. */
export const isPastDue = sql<boolean>`i.state = 'open' and i.due_at < now()`

export const isProcessing = (trx: TenantTx): RawBuilder<boolean> =>
  sql<boolean>`i.state = 'open' and exists (
    select 1 from payments p where ${paymentsOf(trx)} and p.state = 'processing')`

/** True for invoices in one of these states as they are shown. */
export function isInState(
  trx: TenantTx,
  states: readonly ShownInvoiceState[],
): RawBuilder<boolean> {
  const conditions = states.map((state) => conditionOf(trx, state))
  return sql<boolean>`(${sql.join(conditions, sql` or `)})`
}

function conditionOf(trx: TenantTx, state: ShownInvoiceState): RawBuilder<boolean> {
  switch (state) {
    case 'processing':
      return isProcessing(trx)
    case 'overdue':
      return sql`(${isPastDue} and not (${isProcessing(trx)}))`
    case 'open':
      return sql`(i.state = 'open' and (i.due_at is null or i.due_at >= now())
        and not (${isProcessing(trx)}))`
    default:
      return sql`i.state = ${state}`
  }
}
