/** Quarantined events that are tried again, because somebody has repaired what was wrong with them. */
import { sql, type RawBuilder } from 'kysely'
import type { ReplayChoice } from '#workflows/contracts/console.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { SystemTx } from '../system.ts'
import { WAITS_ANEW } from './claims.ts'
import { cameWithin } from './received.ts'

/** Events of one replay; what is more stays where it is, and can be asked for again. */
const MOST = 2_000

type Choice = ReplayChoice & { connectionId: ConnectionId }

/** Ids of the events, the oldest first. */
function chosenEvents({ connectionId, ...choice }: Choice): RawBuilder<unknown> {
  const { eventId, kind = null, tenantId = null } = choice
  const narrowed = sql.join(
    [
      cameWithin({ from: choice.receivedFrom ?? null, until: choice.receivedUntil ?? null }),
      ...(eventId === null ? [] : [sql`id = ${eventId}`]),
      ...(kind === null ? [] : [sql`kind = ${kind}`]),
      ...(tenantId === null ? [] : [sql`tenant_id = ${tenantId}`]),
    ],
    sql` and `,
  )
  return sql`
    select id from inbox where state = 'quarantined' and connection_id = ${connectionId} and ${narrowed}
    order by id limit ${MOST}`
}

/**
 * As if they had come just now, the oldest first: nothing is held against them.
 *
 * @returns how many they are, and whose lanes they are in
 */
export async function replayQuarantined(
  trx: SystemTx,
  choice: Choice,
): Promise<{ events: number; lanes: DrainLane[] }> {
  const { rows } = await sql<Pick<DrainLane, 'tenantId'> & { events: number }>`
    with chosen as (${chosenEvents(choice)} for update),
    replayed as (
      update inbox set ${WAITS_ANEW}, attempts = 0, claim = null, claimed_at = null
      where id in (select id from chosen)
      returning tenant_id)
    select tenant_id as "tenantId", count(*)::integer as events from replayed group by 1`.execute(
    trx,
  )
  return {
    events: rows.reduce((sum, { events }) => sum + events, 0),
    lanes: rows.map(({ tenantId }) => ({ connectionId: choice.connectionId, tenantId })),
  }
}

/** What those events are about; one that names no record is about none. */
export async function listRecordsOf(
  trx: SystemTx,
  choice: Choice,
): Promise<Map<RecordKind, string[]>> {
  const { rows } = await sql<{ kind: RecordKind; externalIds: string[] }>`
    select kind, array_agg(distinct external_id) as "externalIds" from inbox
    where id in (${chosenEvents(choice)}) and kind is not null and external_id is not null
    group by kind order by kind`.execute(trx)
  return new Map(rows.map(({ kind, externalIds }) => [kind, externalIds]))
}
