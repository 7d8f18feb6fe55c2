/**
 * Every order of a query, batch by batch. Each batch is a transaction of its own: a browser that reads slowly must
 * not hold one open. A row that changes while the export runs may move, and then be missed or met twice.
 */
import type { TenantTx } from '../tenant.ts'
import type { OrderRow } from './order-row.ts'
import type { OrdersAccess } from './orders-access.ts'
import { listOrderRows, type OrdersListInput } from './orders-list.ts'

const BATCH = 500

/** Runs a read in a transaction of the tenant, e.g. `(work) => withTenant(db, tenantId, work, { readOnly: true })`. */
export type InTenant = <T>(work: (trx: TenantTx) => Promise<T>) => Promise<T>

/**
 * @example for await (const rows of exportOrders(inTenant, access, input)) response.write(toCsv(rows))
 */
export async function* exportOrders(
  inTenant: InTenant,
  access: OrdersAccess,
  input: Omit<OrdersListInput, 'cursor' | 'limit'>,
): AsyncGenerator<OrderRow[], void, undefined> {
  let cursor: string | null = null
  do {
    const batch = await inTenant((trx) =>
      listOrderRows(trx, access, { ...input, cursor, limit: BATCH }),
    )
    if (batch.rows.length > 0) yield batch.rows
    cursor = batch.next
  } while (cursor !== null)
}
