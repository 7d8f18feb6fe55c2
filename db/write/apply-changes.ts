/**
 * The projection of every mirrored kind: any number of changes, in any order, any number of times, end in the newest
 * state. Rows, parts, owners, live events and audit are written together or not at all.
 */
import { newId, type ConnectionId, type RecordId } from '#workflows/contracts/ids.ts'
import { MODULE_OF_KIND, type RecordKind } from '#workflows/contracts/records.ts'
import type { Lane } from '#workflows/contracts/sources.ts'
import type { TenantTx } from '../tenant.ts'
import { writeSourceAudit } from './audit.ts'
import {
  judge,
  outcomeOfLoser,
  toCandidate,
  winnersOf,
  type ApplyOutcome,
  type Candidate,
  type IncomingChange,
} from './batch.ts'
import { findErased } from './erase-records.ts'
import { writeLiveEvents } from './live-events.ts'
import { PROJECTIONS } from './projections/index.ts'
import { auditOfImport, auditOfRecord } from './record-audit.ts'
import { findMembersOf } from './record-members.ts'
import { claimRecordOwners, findForeignRecords } from './record-owners.ts'
import { replaceParts, type PartsOfRecord } from './record-parts.ts'
import { lockRecords, upsertRecords, type HeldRecord, type WrittenRecord } from './record-rows.ts'

export type { ApplyOutcome, IncomingChange } from './batch.ts'

export interface ApplyChanges {
  connectionId: ConnectionId
  lane: Lane
  /** Of any kinds. */
  changes: readonly IncomingChange[]
}

const NONE: ReadonlySet<string> = new Set()

/** Each round re-reads rows that another transaction wrote between our read and our write. */
const MAX_ROUNDS = 3

/**
 * Applies a batch to the tenant of the transaction.
 *
 * @returns one outcome per change, in the order given
 * @example const outcomes = await applyChanges(trx, { connectionId, lane: 'live', changes: [{ change }] })
 */
export async function applyChanges(trx: TenantTx, input: ApplyChanges): Promise<ApplyOutcome[]> {
  const candidates = input.changes.map(toCandidate)
  const outcomes = new Map<Candidate, ApplyOutcome>()
  const applied: Applied[] = []
  for (const kind of Object.keys(PROJECTIONS) as RecordKind[]) {
    const own = candidates.filter((candidate) => candidate.kind === kind)
    if (own.length > 0) applied.push(...(await applyKind(trx, input, { kind, own, outcomes })))
  }
  await publish(trx, input, applied)
  return candidates.map((candidate) => outcomes.get(candidate) ?? 'tie')
}

interface Applied {
  candidate: Candidate
  row: WrittenRecord
  before: HeldRecord | undefined
}

interface KindBatch {
  kind: RecordKind
  own: readonly Candidate[]
  /** Filled for every candidate. */
  outcomes: Map<Candidate, ApplyOutcome>
}

async function applyKind(
  trx: TenantTx,
  { connectionId }: ApplyChanges,
  { kind, own, outcomes }: KindBatch,
): Promise<Applied[]> {
  const winners = winnersOf(own)
  const claim = { connectionId, kind, externalIds: [...winners.keys()] }
  const [, applied] = await Promise.all([
    claimRecordOwners(trx, claim),
    applyRounds(trx, { connectionId, kind, candidates: [...winners.values()], outcomes }),
  ])
  for (const candidate of own) {
    const winner = winners.get(candidate.externalId) ?? candidate
    // Lost against other writers in every round: the source has to tell what holds now.
    const outcome = outcomes.get(winner) ?? 'tie'
    const isOwn = candidate === winner || outcome === 'foreign'
    outcomes.set(candidate, isOwn ? outcome : outcomeOfLoser(candidate, winner))
  }
  return applied
}

async function applyRounds(trx: TenantTx, { candidates, ...rest }: Round): Promise<Applied[]> {
  const applied: Applied[] = []
  let open = candidates
  for (let round = 1; open.length > 0 && round <= MAX_ROUNDS; round++) {
    applied.push(...(await applyRound(trx, { ...rest, candidates: open })))
    open = open.filter((candidate) => !rest.outcomes.has(candidate))
  }
  return applied
}

interface Round {
  connectionId: ConnectionId
  kind: RecordKind
  candidates: readonly Candidate[]
  outcomes: Map<Candidate, ApplyOutcome>
}

async function applyRound(trx: TenantTx, round: Round): Promise<Applied[]> {
  const { connectionId, kind, candidates, outcomes } = round
  const projection = PROJECTIONS[kind]
  const externalIds = candidates.map((candidate) => candidate.externalId)
  const [held, erased] = await Promise.all([
    lockRecords(trx, projection, { connectionId, externalIds }),
    projection.isErasable ? findErased(trx, { connectionId, kind, externalIds }) : NONE,
  ])
  // What we hold is ours. Somebody else's can be only a record that is new here, or one that has left us.
  const unseen = externalIds.filter((id) => held.get(id)?.isDeleted !== false)
  const foreign = await findForeignRecords(trx, { connectionId, kind, externalIds: unseen })

  const passing: { id: RecordId; candidate: Candidate; touch: boolean }[] = []
  for (const candidate of candidates) {
    const before = held.get(candidate.externalId)
    const verdict = judge(candidate, before)
    if (!candidate.isErasure && erased.has(candidate.externalId)) outcomes.set(candidate, 'stale')
    else if (!candidate.isErasure && foreign.has(candidate.externalId)) {
      outcomes.set(candidate, 'foreign')
    } else if (verdict === 'apply' || verdict === 'touch') {
      passing.push({ id: before?.id ?? newId(), candidate, touch: verdict === 'touch' })
    } else outcomes.set(candidate, verdict)
  }
  if (passing.length === 0) return []

  const rows = await upsertRecords(trx, projection, { connectionId, candidates: passing })
  const byExternalId = new Map(rows.map((row) => [row.externalId, row]))
  return passing.flatMap(({ candidate, touch }) => {
    const row = byExternalId.get(candidate.externalId)
    if (!row) return []
    outcomes.set(candidate, touch ? 'unchanged' : 'applied')
    return touch ? [] : [{ candidate, row, before: held.get(candidate.externalId) }]
  })
}

async function publish(
  trx: TenantTx,
  { connectionId, lane }: ApplyChanges,
  applied: readonly Applied[],
): Promise<void> {
  if (applied.length === 0) return
  const told = applied.flatMap(({ candidate, row, before }) => {
    const entry = auditOfRecord({ id: row.id, candidate, before })
    return entry ? [{ kind: candidate.kind, entry }] : []
  })
  const entries =
    lane === 'backfill'
      ? [...Map.groupBy(told, ({ kind }) => kind)].map(([kind, own]) =>
          auditOfImport(kind, own.length),
        )
      : told.map(({ entry }) => entry)
  const byKind = Map.groupBy(applied, ({ candidate }) => candidate.kind)
  // Sent in this order: every writer locks rows first, then the audit log, then the positions of live events.
  await Promise.all([
    ...[...byKind].map(([kind, own]) => replaceParts(trx, PROJECTIONS[kind], own.map(partsOf))),
    writeSourceAudit(trx, connectionId, entries),
    tellLive(trx, applied),
  ])
}

const partsOf = ({ candidate, row, before }: Applied): PartsOfRecord => ({
  id: row.id,
  candidate,
  existed: before !== undefined,
})

async function tellLive(trx: TenantTx, applied: readonly Applied[]): Promise<void> {
  const members = await findMembersOf(
    trx,
    applied.map(({ candidate: { kind }, row }) => ({ kind, ...row })),
  )
  await writeLiveEvents(
    trx,
    applied.map(({ candidate, row }) => ({
      module: MODULE_OF_KIND[candidate.kind],
      kind: candidate.kind,
      recordId: row.id,
      version: row.version,
      ownerPersonIds: members.get(row.id) ?? [],
      requestId: candidate.requestId,
    })),
  )
}
