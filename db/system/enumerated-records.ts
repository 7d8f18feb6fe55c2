/**
 * What an enumeration has seen, or shall look at where its records were chosen, kept while its run is open, and what we
 * hold beyond it. Only what was not touched since the run began counts as missing: what came meanwhile lies behind a
 * page that was read already.
 */
import { sql } from 'kysely'
import type { ConnectionId, RunId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { TenantTx } from '../tenant.ts'
import { PROJECTIONS } from '../write/projections/index.ts'
import type { SystemTx } from './system.ts'

/** Safe to repeat. */
export async function noteEnumerated(
  trx: SystemTx,
  runId: RunId,
  externalIds: readonly string[],
): Promise<void> {
  await sql`
    insert into enumerated_records (run_id, external_id)
    select ${runId}, seen.external_id from unnest(${externalIds}::text[]) as seen (external_id)
    on conflict do nothing`.execute(trx)
}

/** Of chosen records those after `after`, by id. */
export async function listChosen(
  trx: SystemTx,
  { runId, after, limit }: { runId: RunId; after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ externalId: string }>`
    select external_id as "externalId" from enumerated_records
    where run_id = ${runId} and external_id > ${after ?? ''}
    order by external_id limit ${limit}`.execute(trx)
  return rows.map(({ externalId }) => externalId)
}

export async function forgetEnumerated(trx: SystemTx, runId: RunId): Promise<void> {
  await sql`delete from enumerated_records where run_id = ${runId}`.execute(trx)
}

/** Tenants that hold, or once held, records of this kind. */
export async function listOwningTenants(
  trx: SystemTx,
  { connectionId, kind }: { connectionId: ConnectionId; kind: RecordKind },
): Promise<TenantId[]> {
  const { rows } = await sql<{ tenantId: TenantId }>`
    with recursive owning as (
      (select tenant_id from record_owners
       where connection_id = ${connectionId} and kind = ${kind} order by tenant_id limit 1)
      union all
      select (select tenant_id from record_owners
        where connection_id = ${connectionId} and kind = ${kind} and tenant_id > owning.tenant_id
        order by tenant_id limit 1)
      from owning where owning.tenant_id is not null)
    select tenant_id as "tenantId" from owning where tenant_id is not null`.execute(trx)
  return rows.map(({ tenantId }) => tenantId)
}

export interface MissingRecord {
  externalId: string
  /** That we hold. */
  version: number
}

/** Of the tenant of the transaction. */
export async function findMissing(
  trx: TenantTx,
  run: { runId: RunId; connectionId: ConnectionId; kind: RecordKind },
): Promise<{ held: number; missing: MissingRecord[] }> {
  const { rows } = await sql<MissingRecord>`
    select r.external_id as "externalId", r.version
    from ${sql.table(PROJECTIONS[run.kind].table)} r
    where r.tenant_id = ${trx.tenantId} and r.connection_id = ${run.connectionId} and r.deleted_at is null
      and r.synced_at < (select started_at from runs where id = ${run.runId})
      and not exists (select 1 from enumerated_records e
        where e.run_id = ${run.runId} and e.external_id = r.external_id)`.execute(trx)
  const { rows: counted } = await sql<{ held: number }>`
    select count(*) as held from ${sql.table(PROJECTIONS[run.kind].table)} r
    where r.tenant_id = ${trx.tenantId} and r.connection_id = ${run.connectionId}
      and r.deleted_at is null`.execute(trx)
  return { held: counted[0]?.held ?? 0, missing: rows }
}

/** Writes down what a run found; tells whether staff have agreed to it. */
export async function noteMissing(
  trx: SystemTx,
  runId: RunId,
  found: { held: number | null; missing: number },
): Promise<{ isApproved: boolean }> {
  const { rows } = await sql<{ isApproved: boolean }>`
    update runs set held = ${found.held}, missing = ${found.missing}, updated_at = now()
    where id = ${runId} returning approved_by is not null as "isApproved"`.execute(trx)
  return { isApproved: rows[0]?.isApproved ?? false }
}

/** Lets a run that waits go on. */
export async function approveDeletions(
  trx: SystemTx,
  runId: RunId,
  by: string,
): Promise<{ connectionId: ConnectionId } | 'unknown_run' | 'run_does_not_wait'> {
  const { rows } = await sql<{ connectionId: ConnectionId; waits: boolean }>`
    with held as (select id, state, connection_id from runs where id = ${runId} for update),
    approved as (
      update runs set state = 'running', approved_by = ${by}, reason = null, updated_at = now()
      from held where runs.id = held.id and held.state = 'awaiting_approval')
    select connection_id as "connectionId", state = 'awaiting_approval' as waits from held`.execute(
    trx,
  )
  const [row] = rows
  if (!row) return 'unknown_run'
  return row.waits ? { connectionId: row.connectionId } : 'run_does_not_wait'
}
