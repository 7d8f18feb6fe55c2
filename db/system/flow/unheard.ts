/**
 * Notices that a source's webhooks stopped reaching us, as when it removed our subscription: polls bring what changed,
 * again and again, and no webhook comes. Silence alone says nothing, since a quiet source is silent too. What the
 * intake stored is the witness, so whatever comes in ends it, be it of a customer nobody has linked.
 */
import { sql, type RawBuilder } from 'kysely'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { SystemTx } from '../system.ts'

/** Polls in a row that were the first to tell of a change … */
const POLLS = 3
/** … over at least this long (ms), in which a webhook that is merely late would have come … */
const GRACE_MS = 5 * 60_000
/** … and at most this long: what was counted earlier says nothing about now. */
const FORGOTTEN_MS = 24 * 3_600_000

const seconds = (ms: number) => sql`make_interval(secs => ${ms / 1_000})`

/**
 * Whether the intake stored anything of connection `c` since. Ids are UUIDv7, so the end of an index tells; they are
 * made by another machine's clock, hence the minute. Rows of our own making bear no request's id. Limited, or the planner
 * would join and read the whole inbox; both columns compared at once, or it would look through all connections' rows.
 */
const heardSince = (at: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`coalesce((
  select true from inbox i where i.connection_id = c.id and i.request_id is not null and i.received_at > ${at}
    and (i.connection_id, i.id) > (c.id, (lpad(to_hex(
      (extract(epoch from ${at} - interval '1 minute') * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid)
  limit 1), false)`

/** A poll was the first to tell of a change. Connections that no webhook could reach are not waited for. */
export async function notePollAhead(trx: SystemTx, id: ConnectionId): Promise<void> {
  await sql`
    with judged as (
      select c.id, counted.since, ${heardSince(sql`least(counted.since, now() - ${seconds(GRACE_MS)})`)} as heard,
        case when counted.since = c.polls_ahead_since then c.polls_ahead else 0 end + 1 as polls
      from connections c
      cross join lateral (select case when c.polls_ahead_since > now() - ${seconds(FORGOTTEN_MS)}
        then c.polls_ahead_since else now() end as since) as counted
      where c.id = ${id} and c.webhook_secrets <> '[]'
      for update of c)
    update connections c set
      polls_ahead = case when heard then 0 else polls end,
      polls_ahead_since = case when heard then null else since end,
      unheard_since = case when heard then null
        when polls >= ${POLLS} and since <= now() - ${seconds(GRACE_MS)} then coalesce(c.unheard_since, now())
        else c.unheard_since end
    from judged where c.id = judged.id`.execute(trx)
}

/** Webhooks came again: those connections are well. */
export async function forgetUnheard(trx: SystemTx): Promise<void> {
  await sql`
    update connections c set polls_ahead = 0, polls_ahead_since = null, unheard_since = null
    where c.unheard_since is not null and ${heardSince(sql`c.unheard_since`)}`.execute(trx)
}
