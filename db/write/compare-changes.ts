/**
 * What the source says beside what we hold, and nothing written: the gate of `applyChanges`, asked without passing it.
 * What is newer here than the source's answer is no difference, since a list may lag behind its own webhooks.
 */
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { RecordChange, RecordKind } from '#workflows/contracts/records.ts'
import type { FactChanges } from './audit.ts'
import type { TenantTx } from '../tenant.ts'
import { judge, toCandidate, winnersOf, type Candidate } from './batch.ts'
import { findErased } from './erase-records.ts'
import { PROJECTIONS } from './projections/index.ts'
import { compareFacts } from './record-audit.ts'
import { readRecords, type HeldRecord } from './record-rows.ts'

/** `lacking`: at the source and not here · `differing`: not the same · `extra`: here, and the source says that it is gone. */
export interface RecordDifference {
  externalId: string
  difference: 'lacking' | 'differing' | 'extra'
  /** That the source names; of what is extra the one that we hold. */
  version: number
  /** Facts that differ, from ours to the source's; empty where only parts of the record do, or all of it lacks. */
  changes: FactChanges
}

export interface CompareChanges {
  connectionId: ConnectionId
  kind: RecordKind
  /** Of that kind. */
  changes: readonly RecordChange[]
  /** Version that what the source says has at least; 0 where only its own says it. */
  atLeast: number
}

/** Of the tenant of the transaction; what is the same is not mentioned. */
export async function compareChanges(
  trx: TenantTx,
  { connectionId, kind, changes, atLeast }: CompareChanges,
): Promise<RecordDifference[]> {
  const winners = winnersOf(changes.map((change) => toCandidate({ change })))
  const candidates = [...winners.values()].map((candidate) => ({
    ...candidate,
    version: Math.max(candidate.version, atLeast),
  }))
  const wanted = { connectionId, externalIds: candidates.map(({ externalId }) => externalId) }
  const held = await readRecords(trx, PROJECTIONS[kind], wanted)
  const erased = await findErased(trx, { ...wanted, kind })
  return candidates.flatMap((candidate) => {
    const { externalId } = candidate
    const found = erased.has(externalId) ? null : differenceOf(candidate, held.get(externalId))
    return found ? [{ externalId, ...found }] : []
  })
}

function differenceOf(
  candidate: Candidate,
  held: HeldRecord | undefined,
): Omit<RecordDifference, 'externalId'> | null {
  const { version, content } = candidate
  const verdict = judge(candidate, held)
  if (verdict !== 'apply' && verdict !== 'tie') return null
  if (held?.isDeleted !== false) {
    return content ? { difference: 'lacking', version, changes: {} } : null
  }
  if (!content) return { difference: 'extra', version: held.version, changes: {} }
  return { difference: 'differing', version, changes: compareFacts(candidate, held) }
}
