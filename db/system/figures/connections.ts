/**
 * How each connection is, for whoever watches the instance: bounded like the console's numbers, so that reading them
 * costs the same with ten rows as with ten million.
 */
import { sql, type RawBuilder } from 'kysely'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { SystemTx } from '../system.ts'

export interface ConnectionFigures {
  id: ConnectionId
  source: Source
  /** As staff call it. */
  name: string
  state: 'active' | 'paused' | 'parked' | 'disabled'
  /** Events by state, up to FIGURES_CAP each. */
  pending: number
  quarantined: number
  unmapped: number
  /** Seconds since the oldest event that is not handled came in; 0 when there is none. */
  oldestSeconds: number
  /** Seconds the oldest event that is due has waited for its turn; 0 when none waits. */
  lagSeconds: number
  /** Seconds since the source last answered in full; null when it never did. */
  answeredSecondsAgo: number | null
}

/** Counting stops here. */
export const FIGURES_CAP = 10_000
const CAP = sql.lit(FIGURES_CAP)
const MAX_CONNECTIONS = sql.lit(200)

const held = (state: 'quarantined' | 'unmapped'): RawBuilder<number> => sql<number>`
  (select count(*) from (select 1 from inbox
     where connection_id = c.id and state = ${sql.lit(state)} limit ${CAP}) as held)::integer`

/** Where counting stopped, the oldest is the one that is longest due, of all that wait. */
export async function readConnectionFigures(trx: SystemTx): Promise<ConnectionFigures[]> {
  const { rows } = await sql<ConnectionFigures>`
    select c.id, c.source, c.name, c.state, waiting.pending,
      ${held('quarantined')} as quarantined, ${held('unmapped')} as unmapped,
      coalesce(extract(epoch from now() - case when waiting.pending < ${CAP} then waiting.received
        else next.received_at end), 0)::float8 as "oldestSeconds",
      coalesce(extract(epoch from now() - case when waiting.pending < ${CAP} then waiting.due
        else next.due_at end), 0)::float8 as "lagSeconds",
      extract(epoch from now() - c.last_checked_at)::float8 as "answeredSecondsAgo"
    from connections c
    cross join lateral (
      select count(*)::integer as pending, min(received_at) as received,
        min(due_at) filter (where due_at <= now()) as due
      from (select received_at, due_at from inbox
        where state = 'pending' and connection_id = c.id limit ${CAP}) as held) as waiting
    left join lateral (
      select i.received_at, i.due_at from inbox i
      where waiting.pending = ${CAP} and i.state = 'pending' and i.connection_id = c.id
        and i.due_at <= now()
      order by i.due_at limit 1) as next on true
    order by c.id limit ${MAX_CONNECTIONS}`.execute(trx)
  return rows
}

export interface PollFigures {
  connectionId: ConnectionId
  source: Source
  kind: RecordKind
  /** Seconds since the latest change of the source that is known to be here. */
  knownSecondsAgo: number
  /** Seconds since a poll of this kind last came to the end of its window. */
  completedSecondsAgo: number | null
}

/** Per kind that is polled: how far behind the source's present our knowledge ends. */
export async function readPollFigures(trx: SystemTx): Promise<PollFigures[]> {
  const { rows } = await sql<PollFigures>`
    select p.connection_id as "connectionId", c.source, p.kind,
      extract(epoch from now() - p.updated_since)::float8 as "knownSecondsAgo",
      extract(epoch from now() - p.completed_at)::float8 as "completedSecondsAgo"
    from checkpoints p join connections c on c.id = p.connection_id
    where p.lane = 'poll' and p.updated_since is not null and c.state <> 'disabled'
    order by p.connection_id, p.kind limit 2000`.execute(trx)
  return rows
}
