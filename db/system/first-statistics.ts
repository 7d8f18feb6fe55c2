/** Has PostgreSQL look at tables that sources are filling for the first time (see migration 0037). */
import { sql } from 'kysely'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { Database } from '../client.ts'
import { PROJECTIONS } from '../write/projections/index.ts'
import { withSystem } from './system.ts'

/** Records of one kind that make it worth the while. */
const ENOUGH = 20

/** Of each database, tables that need no further look. */
const known = new WeakMap<Database, Set<string>>()

/** Call it after the transaction that wrote them; costs nothing once the tables are known. */
export async function gatherFirstStatistics(
  db: Database,
  written: readonly { kind: RecordKind }[],
): Promise<void> {
  const done = known.get(db) ?? new Set()
  known.set(db, done)
  for (const [kind, { length }] of Map.groupBy(written, (record) => record.kind)) {
    if (length < ENOUGH) continue
    for (const table of [PROJECTIONS[kind].table, 'record_owners', 'inbox']) {
      if (!done.has(table) && (await isKnown(db, table))) done.add(table)
    }
  }
}

async function isKnown(db: Database, table: string): Promise<boolean> {
  const { rows } = await withSystem(db, (trx) =>
    sql<{ known: boolean }>`select app.gather_first_statistics(${table}) as known`.execute(trx),
  )
  return rows[0]?.known ?? false
}
