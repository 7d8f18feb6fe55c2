/** Looks into and behind the database of a stack, past every policy: what a test compares a page with. */
import pg from 'pg'
import { until } from '#workers/dev/process/until.ts'

export interface ReadModel {
  /** Our id of a mirrored order. @throws Error when it has not arrived */
  orderId(externalId: string): Promise<string>
  /** Our id of a mirrored project. @throws Error when it has not arrived */
  projectId(externalId: string): Promise<string>
  /** Waits for a mirrored invoice until its customer may see it, which a draft is not; resolves to our id. */
  issuedInvoiceId(externalId: string): Promise<string>
  /** Rows of any statement. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

export function createReadModel(superuserUrl: string): ReadModel {
  const pool = new pg.Pool({ connectionString: superuserUrl, max: 2 })
  // A connection that dies while idle is replaced at the next query.
  pool.on('error', () => undefined)
  const query: ReadModel['query'] = async <Row extends pg.QueryResultRow>(
    text: string,
    values: unknown[] = [],
  ) => (await pool.query<Row>(text, values)).rows
  const idIn = (table: string) => async (externalId: string) => {
    const [row] = await query<{ id: string }>(`select id from ${table} where external_id = $1`, [
      externalId,
    ])
    if (!row) throw new Error(`${externalId} of ${table} has not arrived.`)
    return row.id
  }
  const invoiceId = idIn(`(select * from invoices where state <> 'draft') as issued`)
  return {
    query,
    orderId: idIn('orders'),
    projectId: idIn('projects'),
    issuedInvoiceId: (externalId) => until(() => invoiceId(externalId), { timeoutMs: 20_000 }),
    close: () => pool.end(),
  }
}
