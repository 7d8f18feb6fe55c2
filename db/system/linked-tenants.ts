/** Which tenant an external customer is: the only source of a record's tenant. */
import { sql } from 'kysely'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../tenant.ts'
import type { SystemTx } from './system.ts'

/**
 * External customer id → tenant; customers without a link are missing. Its own link comes first; a customer without
 * one that was merged into another is that one.
 */
export async function findLinkedTenants(
  trx: SystemTx | TenantTx,
  connectionId: ConnectionId,
  externalIds: readonly string[],
): Promise<Map<string, TenantId>> {
  if (externalIds.length === 0) return new Map()
  const { rows } = await sql<{ externalId: string; tenantId: TenantId }>`
    select asked.id as "externalId", coalesce(l.tenant_id, w.tenant_id) as "tenantId"
    from unnest(${[...new Set(externalIds)]}::text[]) as asked (id)
    left join links l on l.connection_id = ${connectionId} and l.external_id = asked.id
    left join record_aliases m on m.connection_id = ${connectionId} and m.kind = 'company'
      and m.external_id = asked.id
    left join links w on w.connection_id = ${connectionId} and w.external_id = m.winner_external_id
    where coalesce(l.tenant_id, w.tenant_id) is not null`.execute(trx)
  return new Map(rows.map((row) => [row.externalId, row.tenantId]))
}

/** Whether any external customer of the connection is this tenant. */
export async function isLinked(
  trx: SystemTx,
  { connectionId, tenantId }: { connectionId: ConnectionId; tenantId: TenantId },
): Promise<boolean> {
  const { rows } = await sql`
    select from links where connection_id = ${connectionId} and tenant_id = ${tenantId} limit 1`.execute(
    trx,
  )
  return rows.length > 0
}
