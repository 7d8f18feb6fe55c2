/**
 * How the inbox lies on disk. Each row is written three times (stored, claimed, settled): bodies lie beside the rows,
 * so that a claim rewrites 300 bytes and not a whole event, and pages keep room for it, so that no index is touched.
 */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table inbox set (fillfactor = 50, toast_tuple_target = 128)`.execute(db)
}
