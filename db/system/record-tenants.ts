/** Whose the records are that events are about, over all tenants; written with the records themselves. */
import { sql } from 'kysely'
import type { ConnectionId, InboxId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { SystemTx } from './system.ts'

export interface RecordRef {
  id: InboxId
  kind: RecordKind | null
  externalId: string | null
}

/** By the event's id; events about records that nobody holds are missing. */
export async function findRecordOwners(
  trx: SystemTx,
  connectionId: ConnectionId,
  events: readonly RecordRef[],
): Promise<Map<InboxId, TenantId>> {
  if (events.length === 0) return new Map()
  const { rows } = await sql<{ id: InboxId; tenantId: TenantId }>`
    select e.id, o.tenant_id as "tenantId"
    from unnest(${events.map((event) => event.id)}::uuid[], ${events.map((event) => event.kind)}::text[],
      ${events.map((event) => event.externalId)}::text[]) as e (id, kind, external_id)
    join record_owners o on o.connection_id = ${connectionId} and o.kind = e.kind
      and o.external_id = e.external_id`.execute(trx)
  return new Map(rows.map((row) => [row.id, row.tenantId]))
}
