/**
 * What upstream objects have become by merges, over all tenants. An alias never makes a tenant of anything: it says
 * which id to look for, and links and owners say whose that is.
 */
import { sql } from 'kysely'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { Merge, RecordKind } from '#workflows/contracts/records.ts'
import type { SystemTx } from '../system/system.ts'
import type { TenantTx } from '../tenant.ts'
import { PROJECTIONS } from './projections/index.ts'

/**
 * Safe to repeat, in any order: whatever led to a loser leads to its winner from then on, and what the winner has
 * become since counts for the loser too.
 */
export async function writeAliases(
  trx: TenantTx | SystemTx,
  connectionId: ConnectionId,
  merges: readonly Pick<Merge, 'kind' | 'loser' | 'winner'>[],
): Promise<void> {
  if (merges.length === 0) return
  // Merges are rare, and two ends of one chain must not be written at the same time.
  await lockAliases(trx, connectionId, 'write')
  for (const { kind, loser, winner } of merges) {
    await sql`
      with known as (
        select winner_external_id as id from record_aliases
        where connection_id = ${connectionId} and kind = ${kind} and external_id = ${winner}),
      target as (
        select coalesce((select id from known), ${winner}) as id),
      passed as (
        update record_aliases a set winner_external_id = target.id from target
        where a.connection_id = ${connectionId} and a.kind = ${kind}
          and a.winner_external_id = ${loser} and a.external_id <> target.id)
      insert into record_aliases (connection_id, kind, external_id, winner_external_id)
      select ${connectionId}, ${kind}, ${loser}, target.id from target where target.id <> ${loser}
      on conflict (connection_id, kind, external_id)
        do update set winner_external_id = excluded.winner_external_id
        where record_aliases.winner_external_id <> excluded.winner_external_id`.execute(trx)
  }
}

/** Until the transaction ends: those who read by aliases side by side, who writes them alone. */
export async function lockAliases(
  trx: TenantTx | SystemTx,
  connectionId: ConnectionId,
  to: 'read' | 'write',
): Promise<void> {
  const lock = sql.raw(to === 'read' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')
  await sql`select ${lock}(hashtext('record aliases'), hashtext(${connectionId}))`.execute(trx)
}

/** What each of these has become; those that are still themselves are missing. */
export async function findAliases(
  trx: TenantTx | SystemTx,
  wanted: { connectionId: ConnectionId; kind: RecordKind; externalIds: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (wanted.externalIds.length === 0) return new Map()
  const { rows } = await sql<{ loser: string; winner: string }>`
    select external_id as loser, winner_external_id as winner from record_aliases
    where connection_id = ${wanted.connectionId} and kind = ${wanted.kind}
      and external_id = any(${[...new Set(wanted.externalIds)]}::text[])`.execute(trx)
  return new Map(rows.map(({ loser, winner }) => [loser, winner]))
}

/** Living records of the transaction's tenant that still belong to one of these companies. */
export async function findRecordsOfCompanies(
  trx: TenantTx,
  wanted: { connectionId: ConnectionId; kind: RecordKind; companies: readonly string[] },
): Promise<{ externalId: string; version: number }[]> {
  const { rows } = await sql<{ externalId: string; version: number }>`
    select external_id as "externalId", version from ${sql.table(PROJECTIONS[wanted.kind].table)}
    where tenant_id = ${trx.tenantId} and connection_id = ${wanted.connectionId}
      and company_external_id = any(${wanted.companies}::text[]) and deleted_at is null`.execute(
    trx,
  )
  return rows
}
