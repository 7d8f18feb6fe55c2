/**
 * What every upstream looks like to the rest of Portside, whatever kinds of records it has. A connector is pure apart
 * from its client: it verifies, parses and maps, and never touches the database.
 */
import type { RecordChange, RecordKind } from '#workflows/contracts/records.ts'
import type { Source } from '#workflows/contracts/sources.ts'
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
  | { type: 'change'; change: RecordChange }
  | { type: 'fetch'; kind: RecordKind; externalId: string }
  | { type: 'invalid'; reason: string }

/** An item of a page that does not have the agreed shape; the rest of its page is good. */
export interface InvalidItem {
  externalId: string | null
  reason: string
  /** JSON text of the item, for the quarantine. */
  body: string
}

export interface ListOptions {
  /** ISO 8601, inclusive; null for a full enumeration. */
  changedSince: string | null
  /** `next` of the page before, or null for the start. */
  cursor: string | null
  /** Items per page as wished for; a source may give fewer, never more. At least 1. */
  limit: number
  /**
   * Versions that are held by now, by id. A source whose list tells that something changed, but not how it is now,
   * reads no record again that is held at a later version than the change.
   */
  held?: (externalIds: readonly string[]) => Promise<ReadonlyMap<string, number>>
  signal?: AbortSignal
}

export interface RecordPage {
  changes: RecordChange[]
  invalid: InvalidItem[]
  /** Cursor of the next page as JSON text; null at the end of the enumeration. */
  next: string | null
  /**
   * ISO 8601; taken before the request. Of an enumeration's pages the *first* one's is the next
   * `changedSince`: sources that page backwards in time do not show what changes meanwhile.
   */
  asOf: string
}

export interface GetOptions {
  /**
   * Version of the event that made us ask. What is fetched after an event came is at least as new as the
   * event, whatever the clocks say, so the record's version is never below this.
   */
  atLeast?: number
  signal?: AbortSignal
}

export interface ManyRecords {
  changes: RecordChange[]
  /** Ids the source does not know (any more). */
  missing: string[]
  invalid: InvalidItem[]
}

/**
 * Reads one upstream account; retrying is the caller's business. Throws AppError: `upstream_unavailable`
 * (try again, `detail.retryAfterMs` when the source said when), `upstream_refused` (credentials),
 * `upstream_invalid` (not the agreed shape), `invalid_input` (a kind, cursor or window it cannot list).
 */
export interface SourceReader {
  list(kind: RecordKind, options: ListOptions): Promise<RecordPage>
  /** Null when the source does not know it; a deletion when it says that it is deleted. */
  get(kind: RecordKind, externalId: string, options?: GetOptions): Promise<RecordChange | null>
  /** Present where the source, or reading side by side, is quicker than one `get` after the other. */
  getMany?(
    kind: RecordKind,
    externalIds: readonly string[],
    options?: GetOptions,
  ): Promise<ManyRecords>
  /** How many ids `getMany` reads with one request; missing: each id costs requests of its own. */
  batchSize?: number
}

export interface SourceClientOptions {
  /** May hold a path, which stays in front of every request. */
  baseUrl: string
  credentials: Record<string, string>
  http: HttpClient
}

/**
 * @example
 * for (const kind of connector.kinds) await reader.list(kind, { changedSince: null, cursor: null, limit: 100 })
 */
export interface Connector {
  source: Source
  /** In the order in which a first import reads them. */
  kinds: readonly RecordKind[]
  /** Those whose every change a webhook tells where webhooks work; of others a poll may be the only one to tell. */
  toldKinds: readonly RecordKind[]
  /** How far back (ms) `changedSince` may reach; older needs a visible full resync. Null: no limit. */
  pollHorizonMs: number | null
  /**
   * Version that any record read at this moment (ISO 8601) has at least. Present where something changes without
   * touching its record's own stamp, such as whose a contact is: what a page says is then newer than it looks.
   */
  versionAt?(asOf: string): number
  /** What all workers together may ask of one account in any second: at most 90 % of the provider's own limit. */
  requestsPerSecond: number
  /** Never throws; every active secret of the connection is tried (rotation overlaps). */
  verify(request: WebhookRequest, secrets: readonly string[]): Verdict
  /** Never throws; one result per event of the request. */
  parse(request: WebhookRequest): ParseResult[]
  /** @param body the stored event: its JSON text, or that text parsed */
  toChange(body: unknown): ChangeResult
  client(options: SourceClientOptions): SourceReader
}
