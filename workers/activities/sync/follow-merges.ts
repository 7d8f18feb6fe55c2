/**
 * What a merge at the source brings along. Whatever named the loser is led to the winner, and all that belonged to the
 * loser is asked for again: whose it is now, only the source says, so nothing crosses from tenant to tenant by a merge.
 */
import type { Arrival } from '#db/system/inbox/own-arrivals.ts'
import { findLinkedTenants } from '#db/system/linked-tenants.ts'
import type { TenantTx } from '#db/tenant.ts'
import type { ApplyOutcome } from '#db/write/apply-changes.ts'
import {
  findAliases,
  findRecordsOfCompanies,
  lockAliases,
  writeAliases,
} from '#db/write/record-aliases.ts'
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
import { arrivalOfRecheck, arrivalOfRef } from './own-events.ts'

/** What a change says counts as long as we do not hold something newer, or somebody else does. */
export const isHeld = (outcome: ApplyOutcome | undefined): boolean =>
  outcome === 'applied' || outcome === 'unchanged'

interface Named<T> {
  /** A company that has become another one is named as that. */
  ours: T[]
  /** Their winner is not this tenant's: whose the record is by now only the source says, which is asked instead. */
  astray: { item: T; asked: Arrival }[]
}

/**
 * Call it before the changes are written, in their transaction. Merges wait until it ends, so that they see what it
 * wrote of a loser; one that tells of merges itself waits for the others.
 */
export async function nameWinners<T extends { change: RecordChange }>(
  trx: TenantTx,
  connectionId: ConnectionId,
  items: readonly T[],
): Promise<Named<T>> {
  const externalIds = items.flatMap(({ change }) => companyOf(change) ?? [])
  const isMerging = items.some(({ change }) => mergesOfChange(change).length > 0)
  if (externalIds.length === 0 && !isMerging) return { ours: [...items], astray: [] }
  const [, aliases] = await Promise.all([
    lockAliases(trx, connectionId, isMerging ? 'write' : 'read'),
    findAliases(trx, { connectionId, kind: 'company', externalIds }),
  ])
  const tenants = await findLinkedTenants(trx, connectionId, [...aliases.values()])
  const named: Named<T> = { ours: [], astray: [] }
  for (const item of items) {
    const { change } = item
    const winner = aliases.get(companyOf(change) ?? '')
    if (winner === undefined) named.ours.push(item)
    else if (tenants.get(winner) === trx.tenantId) {
      named.ours.push({ ...item, change: belongingTo(change, winner) })
    } else {
      const how = { tenantId: trx.tenantId, why: `merged:${winner}` }
      named.astray.push({ item, asked: arrivalOfRecheck(change, how) })
    }
  }
  return named
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
  // A company that nobody holds may have given its tenant others that name it.
  const linked =
    kind === 'company'
      ? await findLinkedTenants(trx, connectionId, externalIds)
      : new Map<string, TenantId>()
  const ownerOf = (id: string): TenantId | undefined => owners.get(id) ?? linked.get(id)
  const isGoneHere = (id: string): boolean => ownerOf(id) === trx.tenantId && !living.has(id)
  return merges.flatMap(({ loser, winner, version }) => {
    const why = `merged:${winner}`
    const ask = (externalId: string, tenantId: TenantId | null, since: number): Arrival =>
      arrivalOfRef({ kind, externalId, version: since }, { tenantId, why })
    const owner = ownerOf(loser)
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
