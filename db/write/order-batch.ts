/**
 * Pure part of the order projection: one winner per object of a batch, and what each change means beside the
 * row we hold. Outcomes depend on versions and content only, never on the order of arrival.
 */
import { createHash } from 'node:crypto'
import type { OrderChange, OrderRecord } from '#workflows/contracts/orders.ts'

/**
 * `unchanged`: we hold this content already · `stale`: we hold something newer · `tie`: same version, other content,
 * so only the source can tell (re-fetch it) · `foreign`: the object belongs to another tenant.
 */
export type OrderOutcome = 'applied' | 'unchanged' | 'stale' | 'tie' | 'foreign'

/** One change made comparable. */
export interface Candidate {
  externalId: string
  version: number
  hash: string
  change: OrderChange
}

/** What we hold of an object, as far as the gate needs it. */
export interface Held {
  version: number
  hash: string
}

/** `touch`: same content under a newer version; the version must advance, or an older change could still pass. */
export type GateVerdict = 'apply' | 'touch' | Exclude<OrderOutcome, 'applied' | 'foreign'>

const TOMBSTONE_HASH = sha256('deleted')

export function toCandidate(change: OrderChange): Candidate {
  if (change.type === 'delete') {
    return { externalId: change.externalId, version: change.version, hash: TOMBSTONE_HASH, change }
  }
  const { record } = change
  return { externalId: record.externalId, version: record.version, hash: hashOf(record), change }
}

/** The highest version of each object; of two with the same version the one that came last. */
export function winnersOf(candidates: readonly Candidate[]): Map<string, Candidate> {
  const winners = new Map<string, Candidate>()
  for (const candidate of candidates) {
    const best = winners.get(candidate.externalId)
    if (!best || candidate.version >= best.version) winners.set(candidate.externalId, candidate)
  }
  return winners
}

/**
 * The version gate. A re-fetched object was read after the tie was seen, so with an equal version its content wins.
 */
export function judge(
  candidate: Candidate,
  held: Held | undefined,
  refetched: boolean,
): GateVerdict {
  if (!held) return 'apply'
  if (candidate.version < held.version) return 'stale'
  if (candidate.hash === held.hash) return candidate.version > held.version ? 'touch' : 'unchanged'
  return candidate.version > held.version || refetched ? 'apply' : 'tie'
}

/** What a change that lost to another one of its own batch becomes. */
export function outcomeOfLoser(loser: Candidate, winner: Candidate): OrderOutcome {
  if (loser.version < winner.version) return 'stale'
  return loser.hash === winner.hash ? 'unchanged' : 'tie'
}

/** Content only: neither version nor time of change, nor the order in which the source lists the parts. */
function hashOf(record: OrderRecord): string {
  const { lines, shipments, history } = record
  return sha256(
    JSON.stringify(
      sortedKeys({
        ...record,
        version: null,
        changedAt: null,
        lines: lines.toSorted((a, b) => a.position - b.position),
        shipments: shipments.toSorted(byExternalId),
        history: history.toSorted(byExternalId),
      }),
    ),
  )
}

function byExternalId(a: { externalId: string }, b: { externalId: string }): number {
  return a.externalId < b.externalId ? -1 : 1
}

/** The same content hashes the same, whatever order a connector sets its keys in. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
