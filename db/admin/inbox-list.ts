/**
 * The inbox, newest first, page by page. Whatever is asked, one page reads a bounded stretch of the table: where no
 * index answers a filter, the page says how far it looked, and the next one goes on from there.
 */
import { sql } from 'kysely'
import type { ConnectionId, InboxId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import { isoOf } from './capped.ts'
import { indexedCondition, isIndexed, rowCondition, type InboxFilter } from './inbox-filter.ts'
import type { StaffTx } from './staff-tx.ts'

export interface InboxRow {
  id: InboxId
  receivedAt: string
  connection: { id: ConnectionId; name: string; source: Source }
  tenant: { id: TenantId; slug: string; name: string } | null
  eventKey: string
  eventType: string
  kind: RecordKind | null
  externalId: string | null
  externalCustomerId: string | null
  state: 'pending' | 'done' | 'unmapped' | 'quarantined' | 'ignored'
  verdict: string | null
  reason: string | null
  attempts: number
  /** When it is tried next, while it is pending. */
  dueAt: string
  finishedAt: string | null
  /** Size of its body. */
  bytes: number
}

export interface InboxPage {
  rows: InboxRow[]
  /** Goes on with older events; null: there are none. */
  next: InboxId | null
  /** Set when the page ended because it had looked far enough: the time it had reached. */
  lookedBackTo: string | null
}

export interface InboxListInput extends InboxFilter {
  /** Id of the last event of the page before. */
  before: InboxId | null
  limit: number
}

/** Rows that one page looks through at most. */
const STRETCH = 20_000
/** Rows that an exact id may have. */
const MAX_EXACT = 500

export type InboxColumns = Omit<
  InboxRow,
  'receivedAt' | 'dueAt' | 'finishedAt' | 'connection' | 'tenant'
> & {
  receivedAt: Date
  dueAt: Date
  finishedAt: Date | null
  connectionId: ConnectionId
  connectionName: string
  source: Source
  tenantId: TenantId | null
  tenantSlug: string | null
  tenantName: string | null
}

/** Of `inbox i` with its connection `c` and its tenant `t`; never the body. */
export const inboxColumns = sql`
  i.id, i.received_at as "receivedAt", i.event_key as "eventKey", i.event_type as "eventType", i.kind,
  i.external_id as "externalId", i.external_customer_id as "externalCustomerId", i.state, i.verdict,
  i.reason, i.attempts, i.due_at as "dueAt", i.finished_at as "finishedAt",
  octet_length(i.body) as bytes, c.id as "connectionId", c.name as "connectionName", c.source,
  t.id as "tenantId", t.slug as "tenantSlug", t.name as "tenantName"`

export const inboxJoins = sql`
  join connections c on c.id = i.connection_id left join tenants t on t.id = i.tenant_id`

export function toInboxRow(row: InboxColumns): InboxRow {
  const { connectionId, connectionName, source, tenantId, tenantSlug, tenantName, ...own } = row
  const tenant =
    tenantId === null || tenantSlug === null || tenantName === null
      ? null
      : { id: tenantId, slug: tenantSlug, name: tenantName }
  return {
    ...own,
    receivedAt: row.receivedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    finishedAt: isoOf(row.finishedAt),
    connection: { id: connectionId, name: connectionName, source },
    tenant,
  }
}

export async function listInbox(trx: StaffTx, input: InboxListInput): Promise<InboxPage> {
  const exact = input.q === '' ? [] : await findExact(trx, input.q)
  const contains = input.q !== '' && exact.length === 0 ? input.q : null
  const only = exact.length === 0 ? sql`true` : sql`id = any(${exact}::uuid[])`
  const from = input.before === null ? sql`true` : sql`id < ${input.before}`
  const stretch = isIndexed(input, contains) ? input.limit + 1 : STRETCH
  const { rows: found } = await sql<{ id: InboxId; place: number; last: InboxId; read: number }>`
    with stretch as materialized (
      select id, verdict, kind, external_id, event_key from inbox
      where ${from} and ${only} and ${indexedCondition(input)}
      order by id desc limit ${sql.lit(stretch)})
    select s.id, edge.last, edge.read
    from (select min(id::text)::uuid as last, count(*) as read from stretch) as edge
    left join lateral (
      select id from stretch where ${rowCondition(input, contains)}
      order by id desc limit ${input.limit + 1}) as s on true
    order by s.id desc`.execute(trx)
  const ids = found.flatMap(({ id }) => (isId(id) ? [id] : []))
  const page = ids.slice(0, input.limit)
  const edge = found[0]
  const stopped = ids.length <= input.limit && edge?.read === stretch ? edge.last : null
  return {
    rows: await readRows(trx, page),
    next: ids.length > input.limit ? (page.at(-1) ?? null) : stopped,
    lookedBackTo: stopped === null ? null : timeOf(stopped),
  }
}

const isId = (id: InboxId | null): id is InboxId => id !== null

async function readRows(trx: StaffTx, ids: readonly InboxId[]): Promise<InboxRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<InboxColumns>`
    select ${inboxColumns} from inbox i ${inboxJoins}
    where i.id = any(${ids}::uuid[]) order by i.id desc`.execute(trx)
  return rows.map(toInboxRow)
}

/** Over the whole table, by its indexes: a pasted id is found however old its events are. */
async function findExact(trx: StaffTx, q: string): Promise<InboxId[]> {
  const { rows } = await sql<{ id: InboxId }>`
    (select id from inbox where external_id = ${q} order by id desc limit ${sql.lit(MAX_EXACT)})
    union
    (select i.id from connections c join inbox i on i.connection_id = c.id and i.event_key = ${q})`.execute(
    trx,
  )
  return rows.map(({ id }) => id)
}

/** A UUIDv7 begins with its Unix milliseconds. */
const timeOf = (id: InboxId): string =>
  new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toISOString()
