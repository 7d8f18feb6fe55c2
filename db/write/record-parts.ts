/** Rows that belong to a record (lines, shipments, history): they have no versions of their own and are replaced with it. */
import { sql, type RawBuilder } from 'kysely'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../tenant.ts'
import type { Candidate } from './batch.ts'
import type { Projection } from './projections/projection.ts'
import { definitionOf } from './record-rows.ts'

export interface PartsOfRecord {
  id: RecordId
  candidate: Candidate
  /** Whether the record may have parts already. */
  existed: boolean
}

type PartedProjection = Pick<Projection, 'parts' | 'parentColumn'>

export async function replaceParts(
  trx: TenantTx,
  { parts = [], parentColumn = '' }: PartedProjection,
  records: readonly PartsOfRecord[],
): Promise<void> {
  if (parts.length === 0) return
  const parent = sql.ref(parentColumn)
  const old = records.flatMap(({ id, existed }) => (existed ? [id] : []))
  const deletes =
    old.length === 0
      ? []
      : parts.map(
          ({ table }) =>
            sql`delete from ${sql.table(table)}
              where tenant_id = ${trx.tenantId} and ${parent} = any(${old}::uuid[])`,
        )
  const inserts = parts.flatMap(({ table, columns }, index) => {
    const rows = records.flatMap(({ id, candidate }) =>
      (candidate.content?.parts[index] ?? []).map((part) => ({ ...part, parent: id })),
    )
    if (rows.length === 0) return []
    const names = Object.keys(columns)
    return [
      sql`insert into ${sql.table(table)} (tenant_id, ${parent}, ${sql.raw(names.join(', '))})
        select ${trx.tenantId}, r.parent, ${sql.raw(names.map((name) => `r.${name}`).join(', '))}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r (parent uuid, ${definitionOf(columns)})`,
    ]
  })
  await Promise.all([together(trx, deletes), together(trx, inserts)])
}

// One statement for all tables: they do not refer to each other.
async function together(trx: TenantTx, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  if (statements.length === 0) return
  const named = statements.map(
    (statement, index) => sql`${sql.id(`part_${index}`)} as (${statement})`,
  )
  await sql`with ${sql.join(named)} select 1`.execute(trx)
}
