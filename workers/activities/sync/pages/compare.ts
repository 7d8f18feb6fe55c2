/**
 * What a reconciliation does with the pages of a source: each record is held against ours, and what differs is written
 * down. No record is written: whoever reads the list decides whether it is repaired.
 */
import {
  countExtra,
  dropDifferences,
  findSettled,
  listTenantsThatDiffer,
  MAX_DIFFERENCES,
  noteDifferences,
  type Difference,
  type FoundDifference,
} from '#db/system/differences.ts'
import { noteMissing } from '#db/system/enumerated-records.ts'
import { countRun, endRun, type RunCounts } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant, type TenantTx } from '#db/tenant.ts'
import { compareChanges, type CompareChanges } from '#db/write/compare-changes.ts'
import type { RecordPage } from '#integrations/kit/connector.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import { idOfChange, versionOfChange, type RecordChange } from '#workflows/contracts/records.ts'
import type { PageResult } from '#workflows/contracts/sync.ts'
import type { SyncDeps } from '../deps.ts'
import { nameWinners } from '../follow-merges.ts'
import { lookForMissing } from './find-deletions.ts'
import { isLoose, nameTenants } from './name-tenants.ts'
import type { RunWork } from './run-work.ts'

export interface ComparedPage {
  counts: RunCounts
  found: FoundDifference[]
}

export async function comparePage(
  { deps, connection, run }: RunWork,
  { changes, invalid, asOf }: RecordPage,
): Promise<ComparedPage> {
  const atLeast = deps.connectorFor(connection.source).versionAt?.(asOf) ?? 0
  const isAsked = (tenantId: TenantId | undefined): boolean =>
    tenantId !== undefined && (run.tenantId === null || run.tenantId === tenantId)
  const at = { deps, connectionId: connection.id, kind: run.kind }
  const moved: FoundDifference[] = []
  const own = new Map<TenantId, RecordChange[]>()
  let unmapped = 0
  for (const { change, tenantId, owner } of await nameTenants(at, changes)) {
    if (owner && owner !== tenantId) {
      if (isAsked(owner) || isAsked(tenantId)) moved.push(elsewhere(change, owner))
    } else if (tenantId && isAsked(tenantId)) {
      own.set(tenantId, [...(own.get(tenantId) ?? []), change])
    } else if (!tenantId && !isLoose(change) && run.tenantId === null) unmapped++
  }
  const found: FoundDifference[] = []
  let compared = 0
  for (const [tenantId, changesOfTenant] of own) {
    const theirs = { ...at, tenantId, atLeast, changes: changesOfTenant }
    found.push(...(await compareForTenant(theirs)))
    compared += changesOfTenant.length
  }
  const of = (wanted: Difference): number =>
    found.filter(({ difference }) => difference === wanted).length
  const counts = {
    fetched: changes.length + invalid.length,
    unchanged: compared - found.length,
    unmapped,
    quarantined: invalid.length,
    lacking: of('lacking'),
    differing: of('differing') + moved.length,
  }
  return { counts, found: [...found, ...moved] }
}

const elsewhere = (change: RecordChange, owner: TenantId): FoundDifference => ({
  externalId: idOfChange(change),
  tenantId: owner,
  difference: 'elsewhere',
  version: versionOfChange(change),
  changes: {},
})

interface OfTenant extends CompareChanges {
  deps: SyncDeps
  tenantId: TenantId
}

function compareForTenant({ deps, tenantId, ...rest }: OfTenant): Promise<FoundDifference[]> {
  return withTenant(
    deps.db,
    tenantId,
    async (trx) => {
      const incoming = rest.changes.map((change) => ({ change }))
      const { ours } = await nameWinners(trx, rest.connectionId, incoming)
      const changes = ours.map(({ change }) => change)
      const found = await compareChanges(trx, { ...rest, changes })
      return found.map((difference) => ({ ...difference, tenantId }))
    },
    { readOnly: true },
  )
}

/** All was read: what is here beyond it, and what differed for a moment only. Safe to repeat. */
export async function endComparison(work: RunWork): Promise<PageResult> {
  const { deps, run, signal } = work
  const beyond = run.findsDeletions ? await lookForMissing(work) : null
  const extra = [...(beyond?.byTenant ?? [])].flatMap(([tenantId, missing]) =>
    missing.map((record): FoundDifference => ({
      ...record,
      ...{ tenantId, difference: 'extra', changes: {} },
    })),
  )
  const settled: string[] = []
  for (const tenantId of await withSystem(deps.db, (trx) =>
    listTenantsThatDiffer(trx, run.runId),
  )) {
    signal.throwIfAborted()
    const own = (trx: TenantTx) => findSettled(trx, run)
    settled.push(...(await withTenant(deps.db, tenantId, own, { readOnly: true })))
  }
  await withSystem(deps.db, async (trx) => {
    await countRun(trx, run, {})
    await dropDifferences(trx, run.runId, settled)
    await noteDifferences(trx, run.runId, extra.slice(0, MAX_DIFFERENCES))
    const missing = beyond ? extra.length : await countExtra(trx, run.runId)
    await noteMissing(trx, run.runId, { held: beyond?.held ?? null, missing })
    await endRun(trx, run, { state: 'completed' })
  })
  return { status: 'complete' }
}
