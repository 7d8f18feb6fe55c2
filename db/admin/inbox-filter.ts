/** What the inbox can be filtered by: which part an index answers, and which part is looked through row by row. */
import { sql, type RawBuilder } from 'kysely'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import { cameWithin } from '../system/inbox/received.ts'

/** What became of an event, in the words the console has for it; `retrying` are those of `waiting` that failed before. */
export const OUTCOMES = [
  'waiting',
  'retrying',
  'applied',
  'unchanged',
  'stale',
  'ignored',
  'unmapped',
  'quarantined',
] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface InboxFilter {
  connectionId: ConnectionId | null
  tenantId: TenantId | null
  outcome: Outcome | null
  kind: RecordKind | null
  /** External customer, as unmapped records name one. */
  customer: string | null
  /** Received at this instant (ISO 8601) or later. */
  since: string | null
  /** An event key or a record's external id; empty: no search. */
  q: string
}

type Condition = RawBuilder<boolean>

const ALL: Condition = sql`true`

const STATE_OF: Readonly<Record<Outcome, string>> = {
  waiting: 'pending',
  retrying: 'pending',
  applied: 'done',
  unchanged: 'done',
  stale: 'done',
  ignored: 'ignored',
  unmapped: 'unmapped',
  quarantined: 'quarantined',
}

const VERDICTS: Readonly<Partial<Record<Outcome, Condition>>> = {
  retrying: sql`verdict = 'retry'`,
  applied: sql`verdict = 'applied'`,
  unchanged: sql`verdict = 'unchanged'`,
  stale: sql`verdict = 'stale'`,
}

/** Conditions that an index serves in the order of ids. */
export function indexedCondition(filter: InboxFilter): Condition {
  const { connectionId, tenantId, outcome } = filter
  const parts: Condition[] = [
    connectionId === null ? ALL : sql`connection_id = ${connectionId}`,
    tenantId === null ? ALL : sql`tenant_id = ${tenantId}`,
    // A literal, since partial indexes are chosen when the statement is planned.
    outcome === null ? ALL : sql`state = ${sql.lit(STATE_OF[outcome])}`,
    cameWithin({ from: filter.since, until: null }),
    filter.customer === null ? ALL : sql`external_customer_id = ${filter.customer}`,
  ]
  return sql`${sql.join(parts, sql` and `)}`
}

/** Whether an index answers the whole filter, so that no row is read in vain. */
export const isIndexed = ({ kind, outcome }: InboxFilter, contains: string | null): boolean =>
  kind === null && contains === null && (outcome === null || VERDICTS[outcome] === undefined)

/** Conditions that are tried on each row of the stretch that was read. */
export function rowCondition(filter: InboxFilter, contains: string | null): Condition {
  const { kind, outcome } = filter
  const verdict = outcome === null ? undefined : VERDICTS[outcome]
  const parts: Condition[] = [
    verdict ?? ALL,
    kind === null ? ALL : sql`kind = ${kind}`,
    contains === null
      ? ALL
      : sql`(position(lower(${contains}) in lower(event_key)) > 0
          or position(lower(${contains}) in lower(coalesce(external_id, ''))) > 0)`,
  ]
  return sql`${sql.join(parts, sql` and `)}`
}
