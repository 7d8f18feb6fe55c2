/**
 * What an upstream of any number of kinds looks like to the rest of Portside. Pure apart from its client:
 * it verifies, parses and maps, and never touches the database. `Connector` is the case of one kind.
 */
import type { MirroredKind, RecordChange } from '#workflows/contracts/records.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type {
  InvalidItem,
  ParsedEvent,
  SourceClientOptions,
  Verdict,
  WebhookRequest,
} from './connector.ts'

/** One event of a webhook, ready for the inbox; `kind` may be any kind of the source. */
export type SourceEvent = Omit<ParsedEvent, 'kind'> & { kind: MirroredKind | null }

/** `broken`: rightly signed, but unusable; kept in quarantine with a reason a person can act on. */
export type SourceParseResult =
  | { type: 'event'; event: SourceEvent }
  | { type: 'unknown_type'; event: SourceEvent }
  | { type: 'broken'; eventKey: string; reason: string; body: string }

/** What a stored event means: the change itself, or what must be fetched to know it. */
export type SourceChangeResult =
  | { type: 'change'; change: RecordChange }
  | { type: 'fetch'; kind: MirroredKind; externalId: string }
  | { type: 'invalid'; reason: string }

export interface ListOptions {
  /** ISO 8601, inclusive; null for a full enumeration. */
  changedSince: string | null
  /** `next` of the page before, or null for the start. */
  cursor: string | null
  /** Items per page as wished for; a source may give fewer, never more. At least 1. */
  limit: number
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
  list(kind: MirroredKind, options: ListOptions): Promise<RecordPage>
  /** Null when the source does not know it; a deletion when it says that it is deleted. */
  get(kind: MirroredKind, externalId: string, options?: GetOptions): Promise<RecordChange | null>
  /** Present where the source, or reading side by side, is quicker than one `get` after the other. */
  getMany?(
    kind: MirroredKind,
    externalIds: readonly string[],
    options?: GetOptions,
  ): Promise<ManyRecords>
}

/**
 * @example
 * for (const kind of connector.kinds) await reader.list(kind, { changedSince: null, cursor: null, limit: 100 })
 */
export interface SourceConnector {
  source: Source
  /** In the order in which a first import reads them. */
  kinds: readonly MirroredKind[]
  /** How far back (ms) `changedSince` may reach; older needs a visible full resync. Null: no limit. */
  pollHorizonMs: number | null
  /** Never throws; every active secret of the connection is tried (rotation overlaps). */
  verify(request: WebhookRequest, secrets: readonly string[]): Verdict
  /** Never throws; one result per event of the request. */
  parse(request: WebhookRequest): SourceParseResult[]
  /** @param body the stored event: its JSON text, or that text parsed */
  toChange(body: unknown): SourceChangeResult
  client(options: SourceClientOptions): SourceReader
}
