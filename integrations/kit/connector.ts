/**
 * What every upstream looks like to the rest of Portside. A connector is pure apart from its client:
 * it verifies, parses and maps, and never touches the database.
 */
import type { OrderChange } from '#workflows/contracts/orders.ts'
import type { RecordKind, Source } from '#workflows/contracts/sources.ts'
import type { HttpClient } from './http.ts'

/** A webhook as it came in: the exact bytes, and the public URL from configuration (never from Host). */
export interface WebhookRequest {
  rawBody: Buffer
  /** Names in lower case. */
  headers: Record<string, string | undefined>
  url: string
  method: string
  receivedAt: Date
}

/** Whether a webhook is authentic and fresh. Both timestamp reasons mean: rightly signed, but replayed or ahead. */
export type Verdict =
  | { ok: true }
  | {
      ok: false
      reason: 'missing_signature' | 'bad_signature' | 'timestamp_past' | 'timestamp_future'
    }

/** One event of a webhook, ready for the inbox. */
export interface ParsedEvent {
  /** Unique within the connection; at most 255 characters. */
  eventKey: string
  eventType: string
  kind: RecordKind | null
  externalId: string | null
  /** What the payload says whose it is; links decide what tenant that means. */
  externalCustomerId: string | null
  version: number | null
  /** ISO 8601 in UTC. */
  occurredAt: string | null
  /** JSON text of this event, digit for digit as it was signed. */
  body: string
}

/** `broken`: rightly signed, but unusable; kept in quarantine with a reason a person can act on. */
export type ParseResult =
  | { type: 'event'; event: ParsedEvent }
  | { type: 'unknown_type'; event: ParsedEvent }
  | { type: 'broken'; eventKey: string; reason: string; body: string }

/** What a stored event means: the change itself, or what must be fetched to know it. */
export type ChangeResult =
  | { type: 'change'; change: OrderChange }
  | { type: 'fetch'; kind: RecordKind; externalId: string }
  | { type: 'invalid'; reason: string }

/** An item of a page that does not have the agreed shape; the rest of its page is good. */
export interface InvalidItem {
  externalId: string | null
  reason: string
  /** JSON text of the item, for the quarantine. */
  body: string
}

export interface OrderPage {
  changes: OrderChange[]
  invalid: InvalidItem[]
  /** Cursor of the next page as JSON text; null at the end of the enumeration. */
  next: string | null
  /** ISO 8601; taken before the request, so nothing newer can be overwritten by this page. */
  asOf: string
}

export interface ListOrdersOptions {
  /** ISO 8601, inclusive; null for everything. */
  updatedSince: string | null
  /** `next` of the page before, or null for the start. */
  cursor: string | null
  /** Items per page, 1 to 200. */
  limit: number
  signal?: AbortSignal
}

/**
 * Reads one upstream account. Throws AppError: `upstream_unavailable` (try again, `detail.retryAfterMs`
 * when the source said when), `upstream_refused` (credentials), `upstream_invalid` (not the agreed shape).
 */
export interface SourceClient {
  /** One page, ordered by (changed, id), deleted ones included. */
  listOrders(options: ListOrdersOptions): Promise<OrderPage>
  /** Null when the source has never had it. */
  getOrder(externalId: string, signal?: AbortSignal): Promise<OrderChange | null>
}

export interface SourceClientOptions {
  /** May hold a path, which stays in front of every request. */
  baseUrl: string
  credentials: Record<string, string>
  http: HttpClient
}

/**
 * @example
 * const verdict = connector.verify(request, secrets)
 * if (verdict.ok) for (const result of connector.parse(request)) store(result)
 */
export interface Connector {
  source: Source
  /** Never throws; every active secret of the connection is tried (rotation overlaps). */
  verify(request: WebhookRequest, secrets: readonly string[]): Verdict
  /** Never throws; one result per event of the request. */
  parse(request: WebhookRequest): ParseResult[]
  /** @param body the stored event: its JSON text, or that text parsed */
  toChange(body: unknown): ChangeResult
  client(options: SourceClientOptions): SourceClient
}
