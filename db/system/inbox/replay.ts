/** Quarantined events that are tried again, because somebody has repaired what was wrong with them. */
import { sql } from 'kysely'
import type { ConnectionId, InboxId } from '#workflows/contracts/ids.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { SystemTx } from '../system.ts'
import { WAITS_ANEW } from './claims.ts'

/** Events of one replay; what is more stays where it is, and can be asked for again. */
const MOST = 2_000

export interface Replay {
  connectionId: ConnectionId
  /** Null: all of the connection, the oldest first. */
  eventId: InboxId | null
}

/** As if they had come just now: nothing is held against them. @returns how many they are, and whose lanes they are in */
export async function replayQuarantined(
  trx: SystemTx,
  { connectionId, eventId }: Replay,
): Promise<{ events: number; lanes: DrainLane[] }> {
  const only = eventId === null ? sql`` : sql`and id = ${eventId}`
  const { rows } = await sql<Pick<DrainLane, 'tenantId'> & { events: number }>`
    with chosen as (
      select id from inbox where state = 'quarantined' and connection_id = ${connectionId} ${only}
      order by id limit ${MOST} for update),
    replayed as (
      update inbox set ${WAITS_ANEW}, attempts = 0, claim = null, claimed_at = null
      where id in (select id from chosen)
      returning tenant_id)
    select tenant_id as "tenantId", count(*)::integer as events from replayed group by 1`.execute(
    trx,
  )
  return {
    events: rows.reduce((sum, { events }) => sum + events, 0),
    lanes: rows.map(({ tenantId }) => ({ connectionId, tenantId })),
  }
}
