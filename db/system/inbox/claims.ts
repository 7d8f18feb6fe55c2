/**
 * Claims on inbox rows. The attempt is counted and committed before anybody looks at a row, and an outcome is only
 * accepted from the claim that still holds the row: a worker that was paused and overtaken cannot write.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { AppError } from '#workflows/contracts/errors.ts'
import type { InboxId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { TenantTx } from '../../tenant.ts'
import { storableText } from './arrival.ts'
import { IS_FLOWING } from '../sync-connection.ts'
import type { SystemTx } from '../system.ts'

export interface ClaimedEvent {
  id: InboxId
  eventType: string
  kind: RecordKind | null
  externalId: string | null
  version: number | null
  body: string
  requestId: string | null
  /** This claim included. */
  attempts: number
  /** Milliseconds that it waited before this try because of a failure; null: nothing has failed yet. */
  waitedMs: number | null
}

export interface Claim {
  id: string
  events: ClaimedEvent[]
}

/** Claims without an outcome before a row is taken for one that ends the process. */
export const MAX_ATTEMPTS = 3
/** Bodies of one claim, in bytes: 200 events of 1 MB must not fill the memory. */
const MAX_CLAIM_BYTES = 8 * 2 ** 20
/** Why an event was set aside that was in hand at that many ends. */
export const CRASHED = 'crashed the worker three times'
/** What a dead worker leaves behind is taken over in about this many parts. */
const PARTS = 8

/** Columns of a ClaimedEvent. */
export const CLAIMED = sql`inbox.id, event_type as "eventType", kind, external_id as "externalId", version, body,
  request_id as "requestId", attempts, waited_ms as "waitedMs"`

/** In a SET: what was set aside waits as if it had come just now. */
export const WAITS_ANEW = sql`state = 'pending', verdict = null, reason = null, due_at = now(),
  waited_ms = null, finished_at = null`

export const isOfLane = ({ connectionId, tenantId }: DrainLane) => sql`
  connection_id = ${connectionId} and ${tenantId === null ? sql`tenant_id is null` : sql`tenant_id = ${tenantId}`}`

export interface ClaimEvents {
  lane: DrainLane
  limit: number
  /** Claims that whoever asks is still working on; what they hold is not taken. */
  held?: readonly string[]
}

/**
 * Takes due rows of one lane, longest due first, while its connection is neither paused nor disabled. A row that
 * another claim still holds was left by a worker that died (one drain runs per lane): it is taken over, few at a time,
 * alone after a second such end, and after three of them it goes to quarantine. Where the database has started since,
 * what ended was perhaps the connection only: not counted.
 */
export async function claimEvents(trx: SystemTx, options: ClaimEvents): Promise<Claim> {
  const claim = randomUUID()
  const notOurs =
    options.held && options.held.length > 0
      ? sql`and (claim is null or claim <> all(${options.held}::uuid[]))`
      : sql``
  const { rows } = await sql<ClaimedEvent>`
    with due as materialized (
      select id, due_at, attempts, octet_length(body) as bytes,
        claim is not null and coalesce(claimed_at >= pg_postmaster_start_time(), false) as left_behind
      from inbox
      where state = 'pending' and ${isOfLane(options.lane)}
        and due_at <= now() ${notOurs}
        and exists (select from connections c where c.id = ${options.lane.connectionId} and ${IS_FLOWING})
      order by due_at, id limit ${options.limit} for update skip locked),
    deadly as (
      update inbox set state = 'quarantined', verdict = 'quarantined', claim = null, finished_at = now(),
        reason = ${CRASHED}
      where id in (select id from due where left_behind and attempts >= ${MAX_ATTEMPTS})),
    ranked as (
      select id, left_behind, row_number() over in_order as place, sum(bytes) over in_order as bytes,
        count(*) filter (where left_behind) over in_order as suspects,
        count(*) filter (where left_behind and attempts > 1) over in_order as deadlier,
        count(*) filter (where left_behind) over () as all_suspects
      from due where not (left_behind and attempts >= ${MAX_ATTEMPTS})
      window in_order as (order by due_at, id)),
    chosen as (
      select id, left_behind from ranked
      where place = 1 or bytes <= ${MAX_CLAIM_BYTES}
        and (suspects = 0 or deadlier = 0 and suspects = place and place <= all_suspects / ${PARTS}::int))
    update inbox set claim = ${claim}, claimed_at = now(),
      attempts = inbox.attempts + case when inbox.claim is null or left_behind then 1 else 0 end
    from chosen where inbox.id = chosen.id
    returning ${CLAIMED}`.execute(trx)
  return { id: claim, events: rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }
}

/**
 * `retry` keeps the row in its lane, and without a delay in its place: `counted` when the event itself may be at fault, so that tries are bounded.
 */
export type Settlement = { id: InboxId } & (
  | { state: 'done'; verdict: string }
  | { state: 'ignored' | 'quarantined'; verdict: string; reason: string }
  /** `externalCustomerId`: what a link must name to release it, whatever the event said; null: no link does. */
  | { state: 'unmapped'; verdict: string; reason: string; externalCustomerId: string | null }
  | { state: 'retry'; reason: string; delayMs: number; counted: boolean }
  /** From the unresolved lane to that of its tenant. */
  | { state: 'resolved'; tenantId: TenantId; externalCustomerId?: string | null }
)

/**
 * Writes the outcomes of a claim, in the transaction that wrote their effects.
 *
 * @throws AppError `conflict` when another worker took over any of the rows; the transaction must roll back
 */
export async function settleEvents(
  trx: TenantTx | SystemTx,
  claim: string,
  settlements: readonly Settlement[],
): Promise<void> {
  if (settlements.length === 0) return
  const rows = JSON.stringify(settlements.map(rowOf))
  // Only pending rows bear a claim. Their state is not asked for: by its index the planner would take a lane's pending
  // rows for few, and compare each one with each outcome.
  const { numAffectedRows } = await sql`
    update inbox set state = r.state, verdict = r.verdict, reason = r.reason, claim = null,
      attempts = case when r.counted then attempts else 0 end,
      tenant_id = coalesce(r.tenant, inbox.tenant_id),
      external_customer_id = case when r.state = 'unmapped' then r.customer
        else coalesce(r.customer, inbox.external_customer_id) end,
      due_at = case when r.delay > 0 then now() + make_interval(secs => r.delay) else inbox.due_at end,
      waited_ms = case when r.delay > 0 then round(r.delay * 1000) else inbox.waited_ms end,
      finished_at = case when r.state <> 'pending' then now() end
    from jsonb_to_recordset(${rows}::jsonb) as r (id uuid, state text, verdict text,
      reason text, delay float8, counted boolean, tenant uuid, customer text)
    where inbox.id = r.id and inbox.claim = ${claim}`.execute(trx)
  if (Number(numAffectedRows ?? 0n) !== settlements.length) {
    throw new AppError('conflict', 'Another worker has taken over these events.', {
      detail: { claim },
    })
  }
}

function rowOf(settlement: Settlement) {
  const { id, state } = settlement
  const row = { id, state, verdict: null, reason: null, delay: 0, counted: true }
  if (state === 'done') return { ...row, verdict: settlement.verdict }
  if (state === 'resolved') {
    const { tenantId, externalCustomerId } = settlement
    return {
      ...row,
      state: 'pending',
      counted: false,
      tenant: tenantId,
      customer: externalCustomerId,
    }
  }
  const reason = storableText(settlement.reason.slice(0, 1000))
  if (state === 'retry') {
    const { delayMs, counted } = settlement
    return { ...row, state: 'pending', verdict: 'retry', reason, delay: delayMs / 1000, counted }
  }
  const customer = state === 'unmapped' ? settlement.externalCustomerId : null
  return { ...row, verdict: settlement.verdict, reason, customer }
}

/** Gives rows back as if they had never been claimed: the fault was ours, e.g. a lost database connection. */
export async function releaseClaim(
  trx: SystemTx,
  claim: string,
  ids: readonly InboxId[],
): Promise<void> {
  await sql`
    update inbox set claim = null, attempts = greatest(attempts - 1, 0)
    where id = any(${ids}::uuid[]) and claim = ${claim} and state = 'pending'`.execute(trx)
}
