/**
 * Which tenant an upstream object belongs to, over all tenants. The first to write it owns it: a change that comes
 * in through another tenant's lane is refused before it can touch anything.
 */
import { sql } from 'kysely'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { SystemTx } from '../system/system.ts'
import type { TenantTx } from '../tenant.ts'

export interface OwnershipClaim {
  connectionId: ConnectionId
  kind: RecordKind
  externalIds: readonly string[]
}

/**
 * Takes what nobody owns yet. Two transactions that bring the same new object meet here, before either holds a lock
 * on a record: the later one waits, and then finds the object as an existing one.
 */
export async function claimRecordOwners(trx: TenantTx, claim: OwnershipClaim): Promise<void> {
  await sql`
    insert into record_owners (connection_id, kind, external_id, tenant_id)
    select ${claim.connectionId}, ${claim.kind}, wanted.external_id, ${trx.tenantId}
    from unnest(${claim.externalIds}::text[]) as wanted (external_id)
    order by wanted.external_id
    on conflict do nothing`.execute(trx)
}

/** Those of these external ids that belong to another tenant. */
export async function findForeignRecords(
  trx: TenantTx,
  claim: OwnershipClaim,
): Promise<ReadonlySet<string>> {
  if (claim.externalIds.length === 0) return new Set()
  const { rows } = await sql<{ externalId: string }>`
    select external_id as "externalId" from record_owners
    where connection_id = ${claim.connectionId} and kind = ${claim.kind}
      and external_id = any(${claim.externalIds}::text[]) and tenant_id <> ${trx.tenantId}`.execute(
    trx,
  )
  return new Set(rows.map((row) => row.externalId))
}

/** Owner by external id, whoever it is; records nobody holds are missing. */
export async function findOwners(
  trx: TenantTx | SystemTx,
  claim: OwnershipClaim,
): Promise<ReadonlyMap<string, TenantId>> {
  if (claim.externalIds.length === 0) return new Map()
  const { rows } = await sql<{ externalId: string; tenantId: TenantId }>`
    select external_id as "externalId", tenant_id as "tenantId" from record_owners
    where connection_id = ${claim.connectionId} and kind = ${claim.kind}
      and external_id = any(${claim.externalIds}::text[])`.execute(trx)
  return new Map(rows.map((row) => [row.externalId, row.tenantId]))
}

/**
 * Gives away records of this tenant, which remembers that it held them.
 *
 * @param claim.to null: to whoever writes them next
 */
export async function handOverRecords(
  trx: TenantTx,
  claim: OwnershipClaim & { to: TenantId | null },
): Promise<void> {
  const own = sql`connection_id = ${claim.connectionId} and kind = ${claim.kind}
    and external_id = any(${claim.externalIds}::text[]) and tenant_id = ${trx.tenantId}`
  await sql`
    insert into former_record_owners (connection_id, kind, external_id, tenant_id)
    select connection_id, kind, external_id, tenant_id from record_owners where ${own}
    on conflict do nothing`.execute(trx)
  await (
    claim.to === null
      ? sql`delete from record_owners where ${own}`
      : sql`update record_owners set tenant_id = ${claim.to} where ${own}`
  ).execute(trx)
}
