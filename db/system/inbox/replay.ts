/** Quarantined events that are tried again, because somebody has repaired what was wrong with them. */
import { sql } from 'kysely'
import type { ReplayChoice } from '#workflows/contracts/console.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { SystemTx } from '../system.ts'
import { WAITS_ANEW } from './claims.ts'
import { cameWithin } from './received.ts'

/** Events of one replay; what is more stays where it is, and can be asked for again. */
const MOST = 2_000

/**
 * As if they had come just now, the oldest first: nothing is held against them.
 *
 * @returns how many they are, and whose lanes they are in
 */
export async function replayQuarantined(
  trx: SystemTx,
  { connectionId, ...choice }: ReplayChoice & { connectionId: ConnectionId },
): Promise<{ events: number; lanes: DrainLane[] }> {
  const { eventId, kind = null, tenantId = null } = choice
  const chosen = sql.join(
    [
      cameWithin({ from: choice.receivedFrom ?? null, until: choice.receivedUntil ?? null }),
      ...(eventId === null ? [] : [sql`id = ${eventId}`]),
      ...(kind === null ? [] : [sql`kind = ${kind}`]),
      ...(tenantId === null ? [] : [sql`tenant_id = ${tenantId}`]),
    ],
    sql` and `,
  )
  const { rows } = await sql<Pick<DrainLane, 'tenantId'> & { events: number }>`
    with chosen as (
      select id from inbox where state = 'quarantined' and connection_id = ${connectionId} and ${chosen}
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
