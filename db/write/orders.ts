/**
 * The projection of orders: any number of changes, in any order, any number of times, end in the newest state.
 * Rows, parts, owners, live events and audit are written together or not at all.
 */
import { newId, type ConnectionId, type RecordId } from '#workflows/contracts/ids.ts'
import type { OrderChange } from '#workflows/contracts/orders.ts'
import type { Lane } from '#workflows/contracts/sources.ts'
import type { TenantTx } from '../tenant.ts'
import { writeSourceAudit } from './audit.ts'
import { writeLiveEvents } from './live-events.ts'
import { auditOfImport, auditOfOrder } from './order-audit.ts'
import {
  judge,
  outcomeOfLoser,
  toCandidate,
  winnersOf,
  type Candidate,
  type OrderOutcome,
} from './order-batch.ts'
import { replaceOrderParts } from './order-parts.ts'
import { lockOrders, upsertOrders, type HeldOrder, type WrittenOrder } from './order-rows.ts'
import { claimRecordOwners, findForeignRecords } from './record-owners.ts'

export type { OrderOutcome } from './order-batch.ts'

export interface ApplyOrderChanges {
  connectionId: ConnectionId
  lane: Lane
  changes: readonly OrderChange[]
  /** Request behind a change, by external id, so that one id leads from webhook to live event. */
  requestIds?: ReadonlyMap<string, string>
  /** External ids that were read from the source because of a tie: with an equal version these win. */
  refetched?: ReadonlySet<string>
}

/** Each round re-reads rows that another transaction wrote between our read and our write. */
const MAX_ROUNDS = 3

/**
 * Applies a batch to the tenant of the transaction.
 *
 * @returns one outcome per change, in the order given
 * @example const outcomes = await applyOrderChanges(trx, { connectionId, lane: 'live', changes })
 */
export async function applyOrderChanges(
  trx: TenantTx,
  input: ApplyOrderChanges,
): Promise<OrderOutcome[]> {
  const candidates = input.changes.map(toCandidate)
  const winners = winnersOf(candidates)
  const outcomes = new Map<string, OrderOutcome>()
  const written: Applied[] = []
  let open = [...winners.values()]
  const { connectionId } = input
  if (open.length === 0) return []
  await claimRecordOwners(trx, { connectionId, kind: 'order', externalIds: [...winners.keys()] })
  for (let round = 1; open.length > 0 && round <= MAX_ROUNDS; round++) {
    const result = await applyRound(trx, input, open)
    for (const [externalId, outcome] of result.outcomes) outcomes.set(externalId, outcome)
    written.push(...result.written)
    open = open.filter((candidate) => !outcomes.has(candidate.externalId))
  }
  await publish(trx, input, written)
  return candidates.map((candidate) => {
    const winner = winners.get(candidate.externalId) ?? candidate
    // Lost against other writers in every round: the source has to tell what holds now.
    const own = outcomes.get(candidate.externalId) ?? 'tie'
    if (candidate === winner || own === 'foreign') return own
    return outcomeOfLoser(candidate, winner)
  })
}

interface Applied {
  candidate: Candidate
  row: WrittenOrder
  before: HeldOrder | undefined
}

interface Round {
  outcomes: Map<string, OrderOutcome>
  written: Applied[]
}

async function applyRound(
  trx: TenantTx,
  input: ApplyOrderChanges,
  candidates: readonly Candidate[],
): Promise<Round> {
  const { connectionId, refetched = new Set() } = input
  const ids = candidates.map((candidate) => candidate.externalId)
  const held = await lockOrders(trx, connectionId, ids)
  // What we hold is ours; only an object that is new here can be somebody else's.
  const unseen = ids.filter((id) => !held.has(id))
  const foreign = await findForeignRecords(trx, {
    connectionId,
    kind: 'order',
    externalIds: unseen,
  })

  const outcomes = new Map<string, OrderOutcome>()
  const passing: { id: RecordId; candidate: Candidate; touch: boolean }[] = []
  for (const candidate of candidates) {
    const { externalId } = candidate
    const before = held.get(externalId)
    const verdict = judge(candidate, before, refetched.has(externalId))
    if (foreign.has(externalId)) outcomes.set(externalId, 'foreign')
    else if (verdict === 'apply' || verdict === 'touch') {
      passing.push({ id: before?.id ?? newId(), candidate, touch: verdict === 'touch' })
    } else outcomes.set(externalId, verdict)
  }
  if (passing.length === 0) return { outcomes, written: [] }

  const rows = await upsertOrders(trx, { connectionId, candidates: passing, refetched })
  const byExternalId = new Map(rows.map((row) => [row.externalId, row]))
  const written: Applied[] = []
  for (const { candidate, touch } of passing) {
    const row = byExternalId.get(candidate.externalId)
    if (!row) continue
    outcomes.set(candidate.externalId, touch ? 'unchanged' : 'applied')
    if (!touch) written.push({ candidate, row, before: held.get(candidate.externalId) })
  }
  return { outcomes, written }
}

async function publish(
  trx: TenantTx,
  { connectionId, lane, requestIds }: ApplyOrderChanges,
  written: readonly Applied[],
): Promise<void> {
  if (written.length === 0) return
  const parts = written.map(({ candidate: { change }, row }) => ({
    orderId: row.id,
    record: change.type === 'upsert' ? change.record : undefined,
  }))
  const replaced = written.flatMap(({ before }) => (before ? [before.id] : []))
  await replaceOrderParts(trx, parts, replaced)
  const requestOf = (candidate: Candidate): string | null =>
    requestIds?.get(candidate.externalId) ?? null
  const entries =
    lane === 'backfill'
      ? [auditOfImport(written.length)]
      : written.map(({ candidate, row, before }) =>
          auditOfOrder({
            id: row.id,
            change: candidate.change,
            before,
            requestId: requestOf(candidate),
          }),
        )
  await writeSourceAudit(trx, connectionId, entries)
  await writeLiveEvents(
    trx,
    written.map(({ candidate, row }) => ({
      module: 'orders',
      kind: 'order',
      recordId: row.id,
      version: row.version,
      ownerPersonIds: row.ownerPersonId ? [row.ownerPersonId] : [],
      requestId: requestOf(candidate),
    })),
  )
}
