/**
 * Pure part of applying changes: one winner per record of a batch, and what each change means beside the row we hold.
 * Outcomes depend on versions and content only, never on the order of arrival.
 */
import { createHash } from 'node:crypto'
import type { RecordChange, RecordKind, RecordTypes } from '#workflows/contracts/records.ts'
import { PROJECTIONS } from './projections/index.ts'
import type { PartTable, Row } from './projections/projection.ts'

/**
 * `unchanged`: we hold this content already · `stale`: we hold something newer · `tie`: same version, other content,
 * so only the source can tell (re-fetch it) · `foreign`: the record belongs to another tenant.
 */
export type ApplyOutcome = 'applied' | 'unchanged' | 'stale' | 'tie' | 'foreign'

export interface IncomingChange {
  change: RecordChange
  /** Of the webhook behind it, so that one id leads from there to the live event. */
  requestId?: string | null
  /** Read from the source because of a tie: with an equal version this content wins. */
  isRefetched?: boolean
}

/** One change made comparable and storable. */
export interface Candidate {
  kind: RecordKind
  externalId: string
  version: number
  hash: string
  changedAt: string
  /** Null: a deletion. */
  content: Content | null
  requestId: string | null
  isRefetched: boolean
  /** A deletion that leaves no trace of whom it was about. */
  isErasure: boolean
}

interface Content {
  row: Row
  parts: readonly (readonly Row[])[]
}

/** What we hold of a record, as far as the gate needs it. */
export interface Held {
  version: number
  hash: string
}

/** `touch`: same content under a newer version; the version must advance, or an older change could still pass. */
export type GateVerdict = 'apply' | 'touch' | Exclude<ApplyOutcome, 'applied' | 'foreign'>

const TOMBSTONE_HASH = sha256('deleted')

export function toCandidate({ change, requestId, isRefetched }: IncomingChange): Candidate {
  const { kind } = change
  const isErasure = change.type === 'delete' && change.isErasure === true
  const origin = { requestId: requestId ?? null, isRefetched: isRefetched ?? false, isErasure }
  if (change.type === 'delete') {
    const { externalId, version, changedAt } = change
    return { kind, externalId, version, changedAt, hash: TOMBSTONE_HASH, content: null, ...origin }
  }
  const { externalId, version, changedAt } = change.record
  const content = contentOf(change)
  return {
    kind,
    externalId,
    version,
    changedAt,
    hash: hashOf(content, PROJECTIONS[kind].parts),
    content,
    ...origin,
  }
}

type Upsert<K extends RecordKind> = { [P in K]: { kind: P; record: RecordTypes[P] } }[K]

function contentOf<K extends RecordKind>({ kind, record }: Upsert<K>): Content {
  const projection = PROJECTIONS[kind]
  return { row: projection.rowOf(record), parts: projection.partsOf?.(record) ?? [] }
}

/** The highest version of each record; of two with the same version the one that came last. */
export function winnersOf(candidates: readonly Candidate[]): Map<string, Candidate> {
  const winners = new Map<string, Candidate>()
  for (const candidate of candidates) {
    const best = winners.get(candidate.externalId)
    if (!best || candidate.version >= best.version) winners.set(candidate.externalId, candidate)
  }
  return winners
}

/**
 * The version gate. A re-fetched record was read after the tie was seen, so with an equal version its content wins.
 */
export function judge(candidate: Candidate, held: Held | undefined): GateVerdict {
  if (!held) return 'apply'
  if (candidate.hash === held.hash) return candidate.version > held.version ? 'touch' : 'unchanged'
  if (candidate.version < held.version) return 'stale'
  return candidate.version > held.version || candidate.isRefetched ? 'apply' : 'tie'
}

/** What a change that lost to another one of its own batch becomes. */
export function outcomeOfLoser(loser: Candidate, winner: Candidate): ApplyOutcome {
  if (loser.version < winner.version) return 'stale'
  return loser.hash === winner.hash ? 'unchanged' : 'tie'
}

/** Content only: neither version nor time of change, nor the order in which the source lists the parts. */
function hashOf({ row, parts }: Content, tables: readonly PartTable[] = []): string {
  const counted = parts.filter((rows, at) => rows.length > 0 || tables[at]?.isLater !== true)
  const sorted = counted.map((rows) => rows.map((part) => JSON.stringify(part)).toSorted())
  return sha256(JSON.stringify([row, sorted]))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
