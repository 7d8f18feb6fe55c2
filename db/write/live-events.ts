/**
 * Tells open pages what changed. Positions come from a counter row of the tenant that stays locked until the commit,
 * so they are in commit order; the notification is a hint and goes out at most once per transaction.
 */
import { sql } from 'kysely'
import type { Module } from '#workflows/contracts/access.ts'
import type { PersonId, RecordId } from '#workflows/contracts/ids.ts'
import { LIVE_CHANNEL } from '#workflows/contracts/live.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { TenantTx } from '../tenant.ts'

export interface LiveEventInput {
  module: Module
  kind: RecordKind
  recordId: RecordId
  version: number
  ownerPersonIds: readonly PersonId[]
  requestId: string | null
}

/** Call it once per transaction and late: everything else of this tenant that writes waits from here on. */
export async function writeLiveEvents(
  trx: TenantTx,
  events: readonly LiveEventInput[],
): Promise<void> {
  if (events.length === 0) return
  announced.add(trx)
  const rows = JSON.stringify(events.map((event, index) => ({ ...event, index: index + 1 })))
  await sql`
    with advanced as (
      insert into live_positions as held (tenant_id, position)
      values (${trx.tenantId}, ${events.length})
      on conflict (tenant_id) do update set position = held.position + excluded.position
      returning position),
    stored as (
      insert into live_events (tenant_id, position, module, kind, record_id, version, owner_person_ids, request_id)
      select ${trx.tenantId}, advanced.position - ${events.length} + r.index, r.module, r.kind, r."recordId",
        r.version, r."ownerPersonIds", r."requestId"
      from advanced, jsonb_to_recordset(${rows}::jsonb) as r (index integer, module text, kind text,
        "recordId" uuid, version bigint, "ownerPersonIds" uuid[], "requestId" text))
    select pg_notify(${LIVE_CHANNEL}, ${trx.tenantId}::text)`.execute(trx)
}

const announced = new WeakSet<TenantTx>()

/** Whether this transaction holds the counter of its tenant. */
export const hasLiveEvents = (trx: TenantTx): boolean => announced.has(trx)

/** Removes a batch of events too old to resume from, the oldest first; returns how many. */
export async function pruneLiveEvents(
  trx: TenantTx,
  options: { olderThanMs: number; limit: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from live_events where tenant_id = ${trx.tenantId} and position in (
      select position from live_events
      where tenant_id = ${trx.tenantId}
        and at < now() - make_interval(secs => ${options.olderThanMs / 1000})
      order by at limit ${options.limit})`.execute(trx)
  return Number(numAffectedRows ?? 0n)
}
