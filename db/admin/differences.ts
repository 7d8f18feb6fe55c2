/** What a reconciliation found, page by page, for whoever decides whether it is repaired. */
import { sql } from 'kysely'
import type { RunId, TenantId } from '#workflows/contracts/ids.ts'
import type { Difference } from '../system/differences.ts'
import type { FactChanges } from '../write/audit.ts'
import type { StaffTx } from './staff-tx.ts'

export interface DifferenceRow {
  externalId: string
  difference: Difference
  tenant: { id: TenantId; name: string }
  /** From what is here to what the source has. */
  changes: FactChanges
}

export interface DifferencePage {
  rows: DifferenceRow[]
  /** Where the next page begins; null: there is none. */
  next: string | null
}

/** By external id. */
export async function pageDifferences(
  trx: StaffTx,
  { runId, after, limit }: { runId: RunId; after: string | null; limit: number },
): Promise<DifferencePage> {
  const { rows } = await sql<DifferenceRow>`
    select d.external_id as "externalId", d.difference, d.changes,
      json_build_object('id', t.id, 'name', t.name) as tenant
    from run_differences d join tenants t on t.id = d.tenant_id
    where d.run_id = ${runId} and (${after}::text is null or d.external_id > ${after})
    order by d.external_id limit ${limit + 1}`.execute(trx)
  const shown = rows.slice(0, limit)
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.externalId ?? null) : null }
}
