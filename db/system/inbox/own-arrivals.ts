/** Rows the worker itself puts into the inbox; the intake has its own way in (app.store_arrivals). */
import { sql } from 'kysely'
import { newId, type ConnectionId, type TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import { storableId, storableKey, storableText } from './arrival.ts'
import type { TenantTx } from '../../tenant.ts'
import type { SystemTx } from '../system.ts'

/** Body: empty. The person asked the source to be forgotten, and this tenant held the record once. */
export const RECORD_ERASED = 'portside.record_erased'

export interface Arrival {
  eventKey: string
  eventType: string
  kind: RecordKind
  externalId: string | null
  externalCustomerId: string | null
  tenantId: TenantId | null
  version: number | null
  body: string
  state: 'pending' | 'unmapped' | 'quarantined'
  reason: string | null
}

/**
 * Stores what is not there yet; the event key tells. A newer version under the same key takes the place of one that
 * waits or is done with. Of a record that was erased nothing is stored but that it was. Returns how many were stored.
 */
export async function storeArrivals(
  trx: SystemTx | TenantTx,
  connectionId: ConnectionId,
  arrivals: readonly Arrival[],
): Promise<number> {
  if (arrivals.length === 0) return 0
  // One statement may not meet a key twice; the same need, said by two events, is one.
  const byKey = new Map(arrivals.map((arrival) => [arrival.eventKey, toStorable(arrival)]))
  const rows = JSON.stringify([...byKey.values()].map((arrival) => ({ ...arrival, id: newId() })))
  const { numAffectedRows } = await sql`
    insert into inbox as held (id, connection_id, event_key, event_type, kind, external_id, external_customer_id,
      tenant_id, version, body, state, verdict, reason)
    select r.id, ${connectionId}, r."eventKey", r."eventType", r.kind, r."externalId",
      r."externalCustomerId", r."tenantId", r.version, r.body, r.state,
      case when r.state <> 'pending' then r.state end, r.reason
    from jsonb_to_recordset(${rows}::jsonb) as r (id uuid, "eventKey" text, "eventType" text, kind text,
      "externalId" text, "externalCustomerId" text, "tenantId" uuid, version bigint, body text, state text,
      reason text)
    where r."eventType" = ${RECORD_ERASED} or not exists (
      select from record_erasures x where x.connection_id = ${connectionId} and x.kind = r.kind
        and x.external_id = r."externalId")
    order by r."eventKey"
    on conflict (connection_id, event_key) do update set body = excluded.body,
      version = excluded.version, external_customer_id = excluded.external_customer_id,
      tenant_id = excluded.tenant_id, state = excluded.state, verdict = excluded.verdict,
      reason = excluded.reason, received_at = now(), waited_ms = null, finished_at = null
    where held.state <> 'pending' and held.version < excluded.version`.execute(trx)
  return Number(numAffectedRows ?? 0n)
}

/** What a source calls an id may be anything; one that cannot be stored must not keep its page from being stored. */
const toStorable = (arrival: Arrival): Arrival => ({
  ...arrival,
  eventKey: storableKey(arrival.eventKey),
  externalId: storableId(arrival.externalId),
  externalCustomerId: storableId(arrival.externalCustomerId),
  body: storableText(arrival.body),
  reason: arrival.reason === null ? null : storableText(arrival.reason),
})
