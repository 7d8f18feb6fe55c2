/** The state of the inbox as it stands in the URL. What cannot be read falls back, so an old link opens a list. */
import { isUuid, type ConnectionId, type InboxId, type TenantId } from '#workflows/contracts/ids.ts'
import { KINDS_OF_SOURCE, type RecordKind } from '#workflows/contracts/records.ts'

export const OUTCOME_FILTERS = [
  'waiting',
  'retrying',
  'unmapped',
  'quarantined',
  'applied',
  'unchanged',
  'stale',
  'ignored',
] as const
export type OutcomeFilter = (typeof OUTCOME_FILTERS)[number]

/** Hours back. */
export const RECEIVED = { hour: 1, day: 24, week: 7 * 24 } as const
export type Received = keyof typeof RECEIVED
export const RECEIVED_FILTERS = Object.keys(RECEIVED) as Received[]

export const KINDS: readonly RecordKind[] = Object.values(KINDS_OF_SOURCE).flat()

export interface InboxQuery {
  connectionId: ConnectionId | null
  tenantId: TenantId | null
  outcome: OutcomeFilter | null
  kind: RecordKind | null
  received: Received | null
  customer: string | null
  q: string
  /** Older than this event. */
  before: InboxId | null
}

const MAX_TEXT = 500

const oneOf = <T extends string>(list: readonly T[], value: string | null): T | null =>
  list.find((each) => each === value) ?? null

const idOrNull = <Id extends string>(value: string | null): Id | null =>
  value !== null && isUuid(value) ? (value as Id) : null

const textOrNull = (value: string | null): string | null =>
  value === null || value === '' ? null : value.slice(0, MAX_TEXT)

export const readInboxQuery = (params: URLSearchParams): InboxQuery => ({
  connectionId: idOrNull<ConnectionId>(params.get('connection')),
  tenantId: idOrNull<TenantId>(params.get('tenant')),
  outcome: oneOf(OUTCOME_FILTERS, params.get('outcome')),
  kind: oneOf(KINDS, params.get('kind')),
  received: oneOf(RECEIVED_FILTERS, params.get('received')),
  customer: textOrNull(params.get('customer')),
  q: (params.get('q') ?? '').trim().slice(0, MAX_TEXT),
  before: idOrNull<InboxId>(params.get('before')),
})

/** Path and query of a state of the list; a change of anything but the page starts again with the newest. */
export function inboxPath(query: InboxQuery, change: Partial<InboxQuery> = {}): string {
  const next = { ...query, before: null, ...change }
  const fields = {
    connection: next.connectionId,
    tenant: next.tenantId,
    outcome: next.outcome,
    kind: next.kind,
    received: next.received,
    customer: next.customer,
    q: next.q === '' ? null : next.q,
    before: next.before,
  }
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value !== null) params.set(name, value)
  const text = params.toString()
  return text === '' ? '/admin/inbox' : `/admin/inbox?${text}`
}

export const NO_FILTER: InboxQuery = readInboxQuery(new URLSearchParams())

export const isFiltered = (query: InboxQuery): boolean =>
  inboxPath({ ...query, before: null }) !== '/admin/inbox'
