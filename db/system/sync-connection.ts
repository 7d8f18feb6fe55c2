/** A connection as the sync sees it: how to reach the source, and what to write down about its health. */
import { sql } from 'kysely'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { TenantTx } from '../tenant.ts'
import type { SystemTx } from './system.ts'

export interface SyncConnection {
  id: ConnectionId
  source: Source
  /** As staff call it. */
  name: string
  state: 'active' | 'paused' | 'parked' | 'disabled'
  baseUrl: string
  /** Sealed, see db/secrets.ts. */
  credentials: string
  /** Milliseconds since the source last failed us; null when it never did. */
  failedMsAgo: number | null
  /** How often this account may be asked; null: as its connector knows. */
  requestsPerSecond: number | null
}

/** Whether its events are handled and its source is asked, be it ever so rarely: neither paused nor disabled. */
export const isFlowing = ({ state }: Pick<SyncConnection, 'state'>): boolean =>
  state === 'active' || state === 'parked'

/** The same in SQL, of the connection `c`. */
export const IS_FLOWING = sql`c.state in ('active', 'parked')`

export async function findSyncConnection(
  trx: SystemTx | TenantTx,
  id: ConnectionId,
): Promise<SyncConnection | undefined> {
  const { rows } = await sql<SyncConnection>`
    select id, source, name, state, base_url as "baseUrl", credentials,
      extract(epoch from now() - last_error_at)::float8 * 1000 as "failedMsAgo",
      requests_per_second as "requestsPerSecond"
    from connections where id = ${id}`.execute(trx)
  return rows[0]
}

export interface ConnectionBrief {
  id: ConnectionId
  source: Source
  /** Kinds of which a backfill was ever started. */
  importedKinds: RecordKind[]
}

export async function listSyncedConnections(trx: SystemTx): Promise<ConnectionBrief[]> {
  const { rows } = await sql<ConnectionBrief>`
    select c.id, c.source, array(
        select distinct r.kind from runs r
        where r.connection_id = c.id and r.lane = 'backfill') as "importedKinds"
    from connections c where ${IS_FLOWING} order by c.id`.execute(trx)
  return rows
}

/**
 * An event of the source arrived. At most once a second, and never waiting: drains of many tenants share this row.
 */
export async function noteEventSeen(trx: TenantTx | SystemTx, id: ConnectionId): Promise<void> {
  await sql`
    update connections set last_event_at = now() where id = (
      select id from connections
      where id = ${id} and (last_event_at is null or last_event_at < now() - interval '1 second')
      for no key update skip locked)`.execute(trx)
}

/** How long (ms) a source that refused us is left alone. */
export const PARKED_MS = 15 * 60_000

/**
 * Whether a parked connection may be asked now. Whoever is told so has used up the turn of all processes and lanes
 * for the next quarter of an hour.
 */
export async function claimParkedTry(trx: SystemTx, id: ConnectionId): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update connections set last_error_at = clock_timestamp()
    where id = ${id} and state = 'parked' and (last_error_at is null
      or last_error_at <= clock_timestamp() - make_interval(secs => ${PARKED_MS / 1_000}))`.execute(
    trx,
  )
  return numAffectedRows === 1n
}

/** The source answered a question in full; a parked connection works again. */
export async function noteChecked(trx: SystemTx, id: ConnectionId): Promise<void> {
  await sql`
    update connections set last_checked_at = now(), last_error = null,
      state = case when state = 'parked' then 'active' else state end,
      state_reason = case when state = 'parked' then null else state_reason end
    where id = ${id}`.execute(trx)
}

/**
 * The source failed us. `park`: only a person can help (credentials, configuration). Until it has worked again that
 * is one incident, however often somebody lets it try.
 */
export async function noteFailure(
  trx: SystemTx,
  id: ConnectionId,
  failure: { reason: string; park: boolean },
): Promise<void> {
  const parks = sql`${failure.park} and state = 'active'`
  await sql`
    update connections set last_error = ${failure.reason}, last_error_at = clock_timestamp(),
      state_reason = case when ${parks} then ${failure.reason} else state_reason end,
      parked_at = case when ${parks} and (parked_at is null or last_checked_at > parked_at)
        then clock_timestamp() else parked_at end,
      state = case when ${parks} then 'parked' else state end
    where id = ${id}`.execute(trx)
}
