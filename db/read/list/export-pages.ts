/**
 * Every row of a query, batch by batch. Each batch is a transaction of its own: a browser that reads slowly must
 * not hold one open. A row that changes while the export runs may move, and then be missed or met twice.
 */
import type { TenantTx } from '../../tenant.ts'
import type { Page, PageInput } from './keyset-page.ts'

const BATCH = 500

/** Runs a read in a transaction of the tenant, e.g. `(work) => withTenant(db, tenantId, work, { readOnly: true })`. */
export type InTenant = <T>(work: (trx: TenantTx) => Promise<T>) => Promise<T>

/**
 * @example for await (const rows of exportPages(inTenant, readPage)) response.write(toCsv(rows))
 */
export async function* exportPages<Row>(
  inTenant: InTenant,
  readPage: (trx: TenantTx, page: PageInput) => Promise<Page<Row>>,
): AsyncGenerator<Row[], void, undefined> {
  let cursor: string | null = null
  do {
    const page: PageInput = { cursor, limit: BATCH }
    const batch = await inTenant((trx) => readPage(trx, page))
    if (batch.rows.length > 0) yield batch.rows
    cursor = batch.next
  } while (cursor !== null)
}
