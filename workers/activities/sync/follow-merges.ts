/**
 * What a merge at the source brings along. Whatever named the loser is led to the winner, and all that belonged to the
 * loser is asked for again: whose it is now, only the source says, so nothing crosses from tenant to tenant by a merge.
 */
import type { Arrival } from '#db/system/inbox/own-arrivals.ts'
import type { TenantTx } from '#db/tenant.ts'
import type { ApplyOutcome } from '#db/write/apply-changes.ts'
import { findAliases, findRecordsOfCompanies, writeAliases } from '#db/write/record-aliases.ts'
import { findOwners } from '#db/write/record-owners.ts'
import { findLiving } from '#db/write/record-rows.ts'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import {
  KINDS_OF_COMPANIES,
  mergesOfChange,
  type Merge,
  type RecordChange,
  type RecordKind,
} from '#workflows/contracts/records.ts'
import { arrivalOfRef } from './own-events.ts'

/** What a change says counts as long as we do not hold something newer, or somebody else does. */
export const isHeld = (outcome: ApplyOutcome | undefined): boolean =>
  outcome === 'applied' || outcome === 'unchanged'

/** The same changes; a company that has become another one is named as that. */
export async function nameWinners(
  trx: TenantTx,
  connectionId: ConnectionId,
  changes: readonly RecordChange[],
): Promise<RecordChange[]> {
  const externalIds = changes.flatMap((change) => companyOf(change) ?? [])
  const aliases = await findAliases(trx, { connectionId, kind: 'company', externalIds })
  return changes.map((change) => {
    const winner = aliases.get(companyOf(change) ?? '')
    return winner === undefined ? change : belongingTo(change, winner)
  })
}

const isOfCompany = (kind: RecordKind): boolean =>
  (KINDS_OF_COMPANIES as readonly RecordKind[]).includes(kind)

const companyOf = (change: RecordChange): string | null =>
  change.type === 'upsert' && isOfCompany(change.kind) ? change.record.externalCustomerId : null

function belongingTo(change: RecordChange, externalCustomerId: string): RecordChange {
  if (change.type === 'delete') return change
  switch (change.kind) {
    case 'contact':
      return { ...change, record: { ...change.record, externalCustomerId } }
    case 'email':
      return { ...change, record: { ...change.record, externalCustomerId } }
    case 'call':
      return { ...change, record: { ...change.record, externalCustomerId } }
    case 'meeting':
      return { ...change, record: { ...change.record, externalCustomerId } }
    default:
      return change
  }
}

/**
 * Call it in the transaction of the changes.
 *
 * @param changes those that hold, in whatever order
 * @returns what has to be asked for, each in its own tenant's lane
 */
export async function followMerges(
  trx: TenantTx,
  connectionId: ConnectionId,
  changes: readonly RecordChange[],
): Promise<Arrival[]> {
  const merges = changes.flatMap(mergesOfChange)
  if (merges.length === 0) return []
  await writeAliases(trx, connectionId, merges)
  const arrivals: Arrival[] = []
  for (const [kind, own] of Map.groupBy(merges, (merge) => merge.kind)) {
    arrivals.push(...(await askForEnds(trx, connectionId, { kind, merges: own })))
    if (kind !== 'company') continue
    for (const child of KINDS_OF_COMPANIES) {
      arrivals.push(...(await askForChildren(trx, connectionId, { kind: child, merges: own })))
    }
  }
  return arrivals
}

interface Merged {
  kind: RecordKind
  merges: readonly Merge[]
}

/** The winner, where a loser told of something newer; and losers that somebody still holds, where the winner did. */
async function askForEnds(
  trx: TenantTx,
  connectionId: ConnectionId,
  { kind, merges }: Merged,
): Promise<Arrival[]> {
  const externalIds = merges.flatMap(({ loser, winner }) => [loser, winner])
  const at = { connectionId, kind, externalIds }
  const owners = await findOwners(trx, at)
  const living = await findLiving(trx, at)
  const isGoneHere = (id: string): boolean => owners.get(id) === trx.tenantId && !living.has(id)
  return merges.flatMap(({ loser, winner, version }) => {
    const why = `merged:${winner}`
    const ask = (externalId: string, tenantId: TenantId | null, since: number): Arrival =>
      arrivalOfRef({ kind, externalId, version: since }, { tenantId, why })
    const owner = owners.get(loser)
    const lost = owner && !isGoneHere(loser) ? [ask(loser, owner, 0)] : []
    const isKnown = (living.get(winner) ?? -1) >= version
    const won = isKnown ? [] : [ask(winner, owners.get(winner) ?? null, version)]
    return [...lost, ...won]
  })
}

async function askForChildren(
  trx: TenantTx,
  connectionId: ConnectionId,
  { kind, merges }: Merged,
): Promise<Arrival[]> {
  const companies = merges.map(({ loser }) => loser)
  const children = await findRecordsOfCompanies(trx, { connectionId, kind, companies })
  const since = Math.max(...merges.map(({ version }) => version))
  return children.map(({ externalId, version }) =>
    arrivalOfRef(
      { kind, externalId, version: Math.max(version, since) },
      { tenantId: trx.tenantId, why: 'merged' },
    ),
  )
}
