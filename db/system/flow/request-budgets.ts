/**
 * The row behind the budget of a connection. It holds the moment of the next free slot: a lease takes a few and moves
 * it on, so however many processes ask, each slot is given out once and all at one pace. PostgreSQL's clock is the
 * only one, and what a process does not use passes by itself.
 */
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { Database } from '../../client.ts'

export interface Pace {
  /** Requests in any second at most, however it is cut. */
  perSecond: number
  /** How late (ms) a slot may still be used. */
  lateMs: number
}

export interface LeaseWish {
  connectionId: ConnectionId
  /** A backfill leaves a reserve, and gets what those who are live leave of the rest. */
  lane: 'live' | 'backfill'
  /** Slots at most. */
  count: number
  pace: Pace
  /** For tests; else PostgreSQL's own. */
  now?: Date
}

export interface RequestLease {
  /** Milliseconds from now, in order. */
  slots: number[]
  /** Milliseconds for which the source wants nothing; 0: it does not say so. */
  heldMs: number
  /** Milliseconds until asking again makes sense, where there are no slots. */
  askAgainMs: number
}

/** Part of a second whose requests may go at once after a quiet time. */
const BURST_SECONDS = 0.05
/** Part of the pace that a backfill keeps to; what is live counts against it, asked for or given, and so goes first. */
const BACKFILL_SHARE = 0.8
/** How far ahead (s) slots are given out: so long does it take until all know that the source wants nothing. */
const LIVE_AHEAD_SECONDS = 0.5
const BACKFILL_AHEAD_SECONDS = 0.25

/**
 * Slots go out at the pace at which even those that are used late, after a burst, stay within the budget: of any
 * second, `burst + pace × (1 s + late) = perSecond`.
 */
function pacing({ perSecond, lateMs }: Pace): { burst: number; spacing: number } {
  const burst = Math.max(1, Math.floor(perSecond * BURST_SECONDS))
  const pace = Math.max(perSecond - burst, perSecond / 2) / (1 + lateMs / 1_000)
  return { burst, spacing: 1 / pace }
}

const LEASE = `
  with held as (
    select next_at, next_backfill_at, held_until, coalesce($2::timestamptz, clock_timestamp()) as at
    from request_budgets where connection_id = $1 for update),
  due as (
    select at, next_at, next_backfill_at, held_until, greatest(next_at, at - make_interval(secs => $4),
      case when $3 = 'backfill' then next_backfill_at end) as first
    from held),
  granted as (
    select *, case when held_until > at or first > at + make_interval(secs => $7) then 0
      else least($6::integer,
        1 + floor(($7::float8 - extract(epoch from first - at)::float8) / $5::float8)::integer)
      end as count
    from due),
  moved as (
    update request_budgets b set
      next_at = case when g.count > 0
        then g.first + make_interval(secs => g.count * $5::float8) else g.next_at end,
      next_backfill_at = case when $3 = 'backfill'
        then g.first + make_interval(secs => g.count * $5::float8 / $8)
        else least(greatest(g.next_backfill_at, g.first) + make_interval(secs => $6 * $5::float8 / $8),
          g.at + interval '2 seconds') end
    from granted g where b.connection_id = $1 and (g.count > 0 or $3 = 'live'))
  select count, extract(epoch from first - at)::float8 * 1000 as "firstInMs",
    greatest(extract(epoch from held_until - at)::float8 * 1000, 0) as "heldMs"
  from granted`

interface LeaseRow {
  count: number
  firstInMs: number
  heldMs: number
}

/**
 * One statement, and no transaction around it: a lease is spent by being given.
 *
 * @throws whatever pg throws when the row cannot be reached
 */
export async function leaseRequests(db: Database, wish: LeaseWish): Promise<RequestLease> {
  const { burst, spacing } = pacing(wish.pace)
  const ahead = wish.lane === 'live' ? LIVE_AHEAD_SECONDS : BACKFILL_AHEAD_SECONDS
  const place = [wish.connectionId, wish.now ?? null, wish.lane]
  const parameters = [...place, (burst - 1) * spacing, spacing, wish.count, ahead, BACKFILL_SHARE]
  for (;;) {
    const { rows } = await db.pool.query<LeaseRow>(LEASE, parameters)
    const [row] = rows
    if (!row) {
      await makeRow(db, wish)
      continue
    }
    const { count, firstInMs, heldMs } = row
    return {
      slots: Array.from({ length: count }, (_, index) =>
        Math.max(0, firstInMs + index * spacing * 1_000),
      ),
      heldMs,
      askAgainMs: Math.max(firstInMs - ahead * 500, spacing * 1_000),
    }
  }
}

/** Nobody gets a slot before this long (ms) has passed; a longer wait that is known already stays. */
export async function holdRequests(
  db: Database,
  hold: { connectionId: ConnectionId; ms: number; now?: Date },
): Promise<void> {
  const now = hold.now ?? null
  await db.pool.query(
    `insert into request_budgets as b (connection_id, next_at, next_backfill_at, held_until)
     select $1, at, at, at + make_interval(secs => $3)
     from (select coalesce($2::timestamptz, clock_timestamp()) as at) as clock
     on conflict (connection_id) do update set held_until = greatest(b.held_until, excluded.held_until)`,
    [hold.connectionId, now, hold.ms / 1_000],
  )
}

const makeRow = (db: Database, { connectionId, now }: LeaseWish): Promise<unknown> =>
  db.pool.query(
    `insert into request_budgets (connection_id, next_at, next_backfill_at)
     select $1, at, at from (select coalesce($2::timestamptz, clock_timestamp()) as at) as clock
     on conflict do nothing`,
    [connectionId, now ?? null],
  )
