/**
 * What fills a request to the source: a source that reads a hundred records at once is asked for a hundred, and not for
 * the few that a claim of the oldest events names. One event for each further record that waits in the lane; the others
 * about it are settled by the same reading (`beside.ts`).
 */
import { sql } from 'kysely'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { SystemTx } from '../system.ts'
import { CLAIMED, isOfLane, type Claim, type ClaimedEvent } from './claims.ts'

/** Rows of the lane that are looked at, the longest due that nobody has claimed. */
const LOOKED_AT = 2_000
/** Bytes of an event; what is larger brings its own content, and is no hint. */
const MAX_HINT = 4_096

export interface ClaimFurther {
  lane: DrainLane
  claim: Claim
  /** Records that one request can name. */
  batchSize: number
}

/** In the transaction of the claim, and under its id. @returns what it holds besides */
export async function claimFurther(
  trx: SystemTx,
  { lane, claim, batchSize }: ClaimFurther,
): Promise<ClaimedEvent[]> {
  const named = Map.groupBy(claim.events, ({ kind }) => kind)
  const known = claim.events.filter(({ kind, externalId }) => kind !== null && externalId !== null)
  const kinds = [...named.keys()].filter((kind): kind is RecordKind => kind !== null)
  const rooms = kinds.map(
    (kind) => batchSize - new Set(named.get(kind)?.map(({ externalId }) => externalId)).size,
  )
  const { rows } = await sql<ClaimedEvent>`
    with waiting as (
      select id, kind, external_id, due_at from inbox
      where state = 'pending' and ${isOfLane(lane)}
        and due_at <= now() and claim is null and octet_length(body) <= ${MAX_HINT}
      order by due_at, id limit ${LOOKED_AT}),
    firsts as (
      select distinct on (kind, external_id) id, kind, due_at from waiting
      where external_id is not null and (kind, external_id) not in (
        select * from unnest(${known.map(({ kind }) => kind)}::text[], ${known.map(({ externalId }) => externalId)}::text[]))
      order by kind, external_id, due_at, id),
    ranked as (
      select f.id, row_number() over (partition by f.kind order by f.due_at, f.id) as place, r.room
      from firsts f
      join unnest(${kinds}::text[], ${rooms}::integer[]) as r (kind, room) on r.kind = f.kind),
    chosen as (
      select id from inbox where id in (select id from ranked where place <= room)
        and state = 'pending' and claim is null
      for update skip locked)
    update inbox set claim = ${claim.id}, claimed_at = now(), attempts = attempts + 1
    from chosen where inbox.id = chosen.id
    returning ${CLAIMED}`.execute(trx)
  return rows
}
