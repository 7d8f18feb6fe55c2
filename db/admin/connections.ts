/** Connections with what tells their health: last event and answer, what waits and for how long, what went wrong. */
import { sql, type RawBuilder } from 'kysely'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import { CAP, isoOf, toCapped, type Capped } from './capped.ts'
import { listLatestRuns, type RunFacts } from './runs.ts'
import type { StaffTx } from './staff-tx.ts'

export type ConnectionState = 'active' | 'paused' | 'parked' | 'disabled'

export interface ConnectionFacts {
  id: ConnectionId
  source: Source
  name: string
  baseUrl: string
  state: ConnectionState
  stateReason: string | null
  /** Who paused it, while it is paused. */
  paused: { by: string; at: string } | null
  createdAt: string
  lastEventAt: string | null
  /** When the source last answered a question in full. */
  lastSuccessAt: string | null
  /** The last failure, if nothing succeeded since. */
  failure: { at: string; reason: string } | null
  /** From when it is known that its webhooks do not arrive though it goes on changing; null: they do, or nobody can tell. */
  unheardSince: string | null
  /** Until when the webhook secrets are taken that were replaced; null: there are none, or they ended. */
  oldSecretsUntil: string | null
  /** Seconds the oldest due event has waited; 0 when none waits. */
  lagSeconds: number
  backlog: Capped
  quarantined: Capped
  unmapped: Capped
  /** Tenants it is linked to. */
  tenants: number
  /** The last hour: events taken in, those that went wrong, and requests refused at the door. */
  hour: { received: Capped; failed: number; refused: number }
  /** The latest backfill of each kind. */
  runs: RunFacts[]
}

interface ConnectionRow {
  id: ConnectionId
  source: Source
  name: string
  base_url: string
  state: ConnectionState
  state_reason: string | null
  paused_by: string | null
  paused_at: Date | null
  created_at: Date
  last_event_at: Date | null
  last_checked_at: Date | null
  last_error: string | null
  last_error_at: Date | null
  unheard_since: Date | null
  secrets_retire_at: Date | null
  lag: number | null
  backlog: number
  quarantined: number
  unmapped: number
  tenants: number
  received: number
  failed: number
  refused: number
}

const MAX_CONNECTIONS = 200

/** By name. */
export const listConnections = (trx: StaffTx): Promise<ConnectionFacts[]> =>
  readConnections(trx, null)

export async function findConnection(
  trx: StaffTx,
  id: ConnectionId,
): Promise<ConnectionFacts | undefined> {
  const [found] = await readConnections(trx, id)
  return found
}

/** The id that a row received an hour ago would begin with: ids of the inbox are UUIDv7, so they are its clock. */
const anHourAgo = sql`(lpad(to_hex((extract(epoch from now() - interval '1 hour') * 1000)::bigint), 12, '0')
  || '00000000000000000000')::uuid`

const setAside = (state: 'quarantined' | 'unmapped'): RawBuilder<number> => sql<number>`
  (select count(*) from (select 1 from inbox
     where connection_id = c.id and state = ${sql.lit(state)} limit ${CAP}) as held)`

async function readConnections(trx: StaffTx, id: ConnectionId | null): Promise<ConnectionFacts[]> {
  const { rows } = await sql<ConnectionRow>`
    select c.id, c.source, c.name, c.base_url, c.state, c.state_reason, c.paused_by,
      c.paused_at, c.created_at, c.last_event_at,
      c.last_checked_at, c.last_error, c.last_error_at, c.unheard_since,
      case when c.secrets_retire_at > now() then c.secrets_retire_at end as secrets_retire_at,
      waiting.backlog, extract(epoch from now() - case when waiting.backlog < ${CAP} then waiting.due
        else (select i.due_at from inbox i where i.state = 'pending' and i.connection_id = c.id
          and i.due_at <= now() order by i.due_at limit 1) end)::float8 as lag,
      ${setAside('quarantined')} as quarantined, ${setAside('unmapped')} as unmapped,
      (select count(distinct tenant_id) from links where connection_id = c.id) as tenants,
      lately.received, lately.failed,
      (select coalesce(sum(count), 0)::bigint from intake_refusals
       where connection_id = c.id and minute > now() - interval '1 hour') as refused
    from connections c
    cross join lateral (
      select count(*) as backlog, min(due_at) filter (where due_at <= now()) as due
      from (select due_at from inbox
        where state = 'pending' and connection_id = c.id limit ${CAP}) as held) as waiting
    cross join lateral (
      select count(*) as received,
        count(*) filter (where state = 'quarantined' or verdict = 'retry') as failed
      from (select state, verdict from inbox
        where connection_id = c.id and id > ${anHourAgo} order by id desc limit ${CAP}) as held) as lately
    where ${id}::uuid is null or c.id = ${id}::uuid
    order by lower(c.name), c.id limit ${sql.lit(MAX_CONNECTIONS)}`.execute(trx)
  const runs = Map.groupBy(await listLatestRuns(trx, id), (run) => run.connectionId)
  return rows.map((row) => toFacts(row, runs.get(row.id) ?? []))
}

const toFacts = (row: ConnectionRow, runs: RunFacts[]): ConnectionFacts => ({
  id: row.id,
  source: row.source,
  name: row.name,
  baseUrl: row.base_url,
  state: row.state,
  stateReason: row.state_reason,
  paused: pausedOf(row),
  createdAt: row.created_at.toISOString(),
  lastEventAt: isoOf(row.last_event_at),
  lastSuccessAt: isoOf(row.last_checked_at),
  failure: failureOf(row),
  unheardSince: isoOf(row.unheard_since),
  oldSecretsUntil: isoOf(row.secrets_retire_at),
  lagSeconds: Math.max(0, Math.round(row.lag ?? 0)),
  backlog: toCapped(row.backlog),
  quarantined: toCapped(row.quarantined),
  unmapped: toCapped(row.unmapped),
  tenants: row.tenants,
  hour: { received: toCapped(row.received), failed: row.failed, refused: row.refused },
  runs,
})

function pausedOf({ paused_by: by, paused_at: at }: ConnectionRow): ConnectionFacts['paused'] {
  return by === null || at === null ? null : { by, at: at.toISOString() }
}

function failureOf(row: ConnectionRow): ConnectionFacts['failure'] {
  const { last_error_at: at, last_error: reason, last_checked_at: success } = row
  if (at === null || reason === null || (success !== null && success >= at)) return null
  return { at: at.toISOString(), reason }
}
