/** What a reconciliation found, record by record; counts are of all, rows of the first that a person can look through. */
import { sql } from 'kysely'
import type { ConnectionId, RunId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { TenantTx } from '../tenant.ts'
import type { FactChanges } from '../write/audit.ts'
import { PROJECTIONS } from '../write/projections/index.ts'
import type { RunAttempt } from './runs.ts'
import type { SystemTx } from './system.ts'

/** Rows of one run at most: of more than this a rebuild is quicker to repair than a list to read. */
export const MAX_DIFFERENCES = 10_000

/** `elsewhere`: the source says that it belongs to somebody else. The others as `RecordDifference` has them. */
export type Difference = 'lacking' | 'differing' | 'elsewhere' | 'extra'

export interface FoundDifference {
  externalId: string
  /** Who holds it, or shall hold it. */
  tenantId: TenantId
  difference: Difference
  /** That the source names, or that we hold where it names none. */
  version: number
  changes: FactChanges
}

/** Safe to repeat. */
export async function noteDifferences(
  trx: SystemTx,
  runId: RunId,
  found: readonly FoundDifference[],
): Promise<void> {
  if (found.length === 0) return
  await sql`
    insert into run_differences (run_id, external_id, tenant_id, difference, version, changes)
    select ${runId}, d."externalId", d."tenantId", d.difference, d.version, d.changes
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as d ("externalId" text, "tenantId" uuid,
      difference text, version bigint, changes jsonb)
    order by d."externalId"
    limit greatest(0, ${MAX_DIFFERENCES} - (select count(*) from run_differences where run_id = ${runId}))
    on conflict do nothing`.execute(trx)
}

export async function listDifferences(
  trx: SystemTx,
  runId: RunId,
): Promise<Omit<FoundDifference, 'changes'>[]> {
  const { rows } = await sql<Omit<FoundDifference, 'changes'>>`
    select external_id as "externalId", tenant_id as "tenantId", difference, version
    from run_differences where run_id = ${runId} order by external_id`.execute(trx)
  return rows
}

/** Of those that are listed. */
export async function countExtra(trx: SystemTx, runId: RunId): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from run_differences
    where run_id = ${runId} and difference = 'extra'`.execute(trx)
  return rows[0]?.n ?? 0
}

export async function listTenantsThatDiffer(trx: SystemTx, runId: RunId): Promise<TenantId[]> {
  const { rows } = await sql<{ tenantId: TenantId }>`
    select distinct tenant_id as "tenantId" from run_differences where run_id = ${runId}`.execute(
    trx,
  )
  return rows.map(({ tenantId }) => tenantId)
}

/** Those of the tenant of the transaction that came meanwhile to what the source had: their webhooks were under way. */
export async function findSettled(
  trx: TenantTx,
  { runId, kind }: Pick<RunAttempt, 'runId' | 'kind'>,
): Promise<string[]> {
  const { rows } = await sql<{ externalId: string }>`
    select d.external_id as "externalId"
    from run_differences d join runs on runs.id = d.run_id
    join ${sql.table(PROJECTIONS[kind].table)} r on r.tenant_id = d.tenant_id
      and r.connection_id = runs.connection_id and r.external_id = d.external_id
    where d.run_id = ${runId} and d.tenant_id = ${trx.tenantId} and r.version >= d.version
      and r.synced_at >= runs.started_at`.execute(trx)
  return rows.map(({ externalId }) => externalId)
}

/** Takes them off the list and out of the counts of the run. */
export async function dropDifferences(
  trx: SystemTx,
  runId: RunId,
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return
  await sql`
    with dropped as (
      delete from run_differences
      where run_id = ${runId} and external_id = any(${externalIds}::text[]) returning difference),
    counted as (
      select count(*) filter (where difference = 'lacking') as lacking,
        count(*) filter (where difference in ('differing', 'elsewhere')) as differing,
        count(*) as all from dropped)
    update runs set lacking = runs.lacking - counted.lacking, differing = runs.differing - counted.differing,
      unchanged = unchanged + counted.all
    from counted where id = ${runId}`.execute(trx)
}

/** Claims the repair of a run that is complete and whose list is still there, once. */
export async function claimRepair(
  trx: SystemTx,
  runId: RunId,
  by: string,
): Promise<
  | { connectionId: ConnectionId; kind: RecordKind }
  | 'unknown_run'
  | 'run_not_complete'
  | 'nothing_to_repair'
> {
  const { rows } = await sql<{
    connectionId: ConnectionId
    kind: RecordKind
    isComplete: boolean
    isOpen: boolean
  }>`
    with held as (
      select id, connection_id, kind, state, repaired_at is null
          and exists (select from run_differences d where d.run_id = runs.id) as is_open
      from runs where id = ${runId} and lane = 'reconcile' for update),
    claimed as (
      update runs set repaired_at = now(), repaired_by = ${by}
      from held where runs.id = held.id and held.state = 'completed' and held.is_open)
    select connection_id as "connectionId", kind, state = 'completed' as "isComplete",
      is_open as "isOpen" from held`.execute(trx)
  const [run] = rows
  if (!run) return 'unknown_run'
  if (!run.isComplete) return 'run_not_complete'
  return run.isOpen ? run : 'nothing_to_repair'
}
