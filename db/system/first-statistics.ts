/** Has PostgreSQL look at tables of records that are being filled for the first time (see migration 0037). */
import { sql } from 'kysely'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { Database } from '../client.ts'
import { PROJECTIONS } from '../write/projections/index.ts'
import { withSystem } from './system.ts'

/** Records of one kind that make it worth the while. */
const ENOUGH = 20

const known = new WeakMap<Database, Set<RecordKind>>()

/** Call it after the transaction that wrote them; costs nothing once a kind's table is known. */
export async function gatherFirstStatistics(
  db: Database,
  written: readonly { kind: RecordKind }[],
): Promise<void> {
  const done = known.get(db) ?? new Set()
  known.set(db, done)
  for (const [kind, { length }] of Map.groupBy(written, (record) => record.kind)) {
    if (length < ENOUGH || done.has(kind)) continue
    const { rows } = await withSystem(db, (trx) =>
      sql<{ known: boolean }>`
        select app.gather_first_statistics(${PROJECTIONS[kind].table}) as known`.execute(trx),
    )
    if (rows[0]?.known) done.add(kind)
  }
}
