/** Which tenant an external customer is: the only source of a record's tenant. */
import { sql } from 'kysely'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../tenant.ts'
import type { SystemTx } from './system.ts'

/** External customer id → tenant; customers without a link are missing. */
export async function findLinkedTenants(
  trx: SystemTx | TenantTx,
  connectionId: ConnectionId,
  externalIds: readonly string[],
): Promise<Map<string, TenantId>> {
  if (externalIds.length === 0) return new Map()
  const { rows } = await sql<{ externalId: string; tenantId: TenantId }>`
    select external_id as "externalId", tenant_id as "tenantId" from links
    where connection_id = ${connectionId} and external_id = any(${[...new Set(externalIds)]}::text[])`.execute(
    trx,
  )
  return new Map(rows.map((row) => [row.externalId, row.tenantId]))
}
