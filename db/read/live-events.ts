/** Live events of a tenant after a position. Positions are in commit order, so nothing can appear behind a reader. */
import { sql } from 'kysely'
import type { LiveEvent } from '#workflows/contracts/live.ts'
import type { TenantTx } from '../tenant.ts'

export interface LiveEventsAfter {
  /** The tenant's latest position at the time of reading. */
  position: number
  /** Commit-ordered, from the one after the position asked for. */
  events: LiveEvent[]
  /** False when some are missing: more than `limit`, removed by retention, or a position never reached. */
  complete: boolean
  /** Milliseconds since the oldest of them was written; 0 when there is none. */
  oldestMs: number
}

/** 0 for a tenant in which nothing was ever written. */
export async function currentPosition(trx: TenantTx): Promise<number> {
  const row = await trx
    .selectFrom('live_positions')
    .select('position')
    .where('tenant_id', '=', trx.tenantId)
    .executeTakeFirst()
  return row?.position ?? 0
}

interface Read {
  position: number
  events: Omit<LiveEvent, 'tenantId'>[]
  oldest_ms: number
}

/**
 * One statement, hence one snapshot: position and events belong together.
 *
 * @param limit events at most; what is beyond is not worth sending one by one
 */
export async function listLiveEventsAfter(
  trx: TenantTx,
  after: number,
  limit: number,
): Promise<LiveEventsAfter> {
  const { rows } = await sql<Read>`
    with e as (
      select * from live_events
      where tenant_id = ${trx.tenantId} and position > ${after}
      order by position limit ${limit})
    select coalesce((select position from live_positions where tenant_id = ${trx.tenantId}), 0)::bigint as position,
      coalesce((select json_agg(json_build_object(
          'position', e.position, 'module', e.module, 'kind', e.kind, 'recordId', e.record_id,
          'version', e.version, 'ownerPersonIds', e.owner_person_ids, 'requestId', e.request_id)
          order by e.position) from e), '[]') as events,
      coalesce((select greatest(0, extract(epoch from clock_timestamp() - e.at) * 1000)
        from e order by e.position limit 1), 0)::float8 as oldest_ms`.execute(trx)
  const position = rows[0]?.position ?? 0
  const events = (rows[0]?.events ?? []).map((event) => ({ tenantId: trx.tenantId, ...event }))
  const oldestMs = rows[0]?.oldest_ms ?? 0
  return { position, events, complete: events.length === position - after, oldestMs }
}
