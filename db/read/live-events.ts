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
  /** `at`, `now`: Unix milliseconds by the clock of the database. */
  events: (Omit<LiveEvent, 'tenantId'> & { at: number })[]
  now: number
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
    select coalesce((select position from live_positions where tenant_id = ${trx.tenantId}), 0)::bigint as position,
      coalesce((select json_agg(json_build_object(
          'position', e.position, 'module', e.module, 'kind', e.kind, 'recordId', e.record_id,
          'version', e.version, 'ownerPersonIds', e.owner_person_ids,
          'requestId', e.request_id, 'at', extract(epoch from e.at) * 1000) order by e.position)
        from (select * from live_events
              where tenant_id = ${trx.tenantId} and position > ${after}
              order by position limit ${limit}) as e), '[]') as events,
      extract(epoch from clock_timestamp())::float8 * 1000 as now`.execute(trx)
  const position = rows[0]?.position ?? 0
  const read = rows[0]?.events ?? []
  const [first] = read
  const oldestMs = first ? Math.max(0, (rows[0]?.now ?? 0) - first.at) : 0
  const events = []
  for (const row of read) {
    const event: Omit<typeof row, 'at'> & { at?: number } = { ...row }
    delete event.at
    events.push({ tenantId: trx.tenantId, ...event })
  }
  return { position, events, complete: events.length === position - after, oldestMs }
}
