/** Comparing with a source, and having repaired what a comparison found: two commands, so that a person reads in between. */
import { claimRepair, listDifferences } from '#db/system/differences.ts'
import { noteEnumerated } from '#db/system/enumerated-records.ts'
import { storeArrivals, type Arrival } from '#db/system/inbox/own-arrivals.ts'
import { listRecordsOf } from '#db/system/inbox/replay.ts'
import { isLinked } from '#db/system/linked-tenants.ts'
import { findOpenRun, startRun } from '#db/system/runs.ts'
import type { SystemTx } from '#db/system/system.ts'
import type { StaffCommand, StaffCommandArgs } from '#workflows/contracts/console.ts'
import type { ConnectionId, RunId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import { arrivalOfMissing, arrivalOfRef } from '../sync/own-events.ts'
import { kindsToRead } from './kinds-to-read.ts'
import { refuse, type Done } from './once.ts'

type Staff = StaffCommandArgs['staff']

/** Rows per statement. */
const CHUNK = 1_000

export async function reconcile(
  trx: SystemTx,
  staff: Staff,
  command: Extract<StaffCommand, { type: 'reconcile' }>,
): Promise<Done> {
  const { connectionId, tenantId, kind = null, reason } = command
  const kinds = await kindsToRead(trx, connectionId, kind)
  if (typeof kinds === 'string') return { result: refuse(kinds) }
  if (tenantId !== null && !(await isLinked(trx, { connectionId, tenantId }))) {
    return { result: refuse('tenant_not_linked') }
  }
  const runs: Started[] = []
  for (const each of kinds) {
    const runId = await startRun(trx, {
      ...{ connectionId, kind: each, lane: 'reconcile', tenantId, startedBy: staff.name },
      because: reason ?? null,
      findsDeletions: true,
      anew: true,
    })
    runs.push({ kind: each, runId })
  }
  return started(connectionId, runs)
}

interface Started {
  kind: RecordKind
  runId: RunId
}

const started = (connectionId: ConnectionId, runs: Started[]): Done => ({
  result: { type: 'reconcile_started', runs },
  runs: runs.map(({ runId }) => ({ connectionId, runId })),
})

/** Whatever its events say: a replay ends in what the source has now, since versions decide. */
export async function dryRun(
  trx: SystemTx,
  staff: Staff,
  command: Extract<StaffCommand, { type: 'dry_run' }>,
): Promise<Done> {
  const { connectionId } = command
  const kinds = await kindsToRead(trx, connectionId, null)
  if (typeof kinds === 'string') return { result: refuse(kinds) }
  const records = await listRecordsOf(trx, command)
  if (records.size === 0) return { result: refuse('nothing_to_compare') }
  const runs: Started[] = []
  for (const [kind, externalIds] of records) {
    const run = { connectionId, kind, lane: 'reconcile', startedBy: staff.name } as const
    // It would take the place of one that somebody waits for.
    if (await findOpenRun(trx, run)) return { result: refuse('reconcile_under_way') }
    const runId = await startRun(trx, { ...run, anew: true })
    await noteEnumerated(trx, runId, externalIds)
    runs.push({ kind, runId })
  }
  return started(connectionId, runs)
}

/** Each record is asked for by its id in its tenant's own lane: what is right by now changes nothing. */
export async function repair(trx: SystemTx, staff: Staff, runId: RunId): Promise<Done> {
  const found = await listDifferences(trx, runId)
  const run = await claimRepair(trx, runId, staff.name)
  if (typeof run === 'string') return { result: refuse(run) }
  const { connectionId, kind } = run
  const arrivals = found.map(({ tenantId, difference, ...ref }): Arrival =>
    difference === 'extra'
      ? arrivalOfMissing({ kind, ...ref }, { tenantId, runId })
      : arrivalOfRef({ kind, ...ref }, { tenantId, why: `repair:${runId}` }),
  )
  for (let at = 0; at < arrivals.length; at += CHUNK) {
    await storeArrivals(trx, connectionId, arrivals.slice(at, at + CHUNK))
  }
  const tenants = new Set<TenantId>(found.map(({ tenantId }) => tenantId))
  return {
    result: { type: 'repair_started', records: found.length },
    lanes: [...tenants].map((tenantId) => ({ connectionId, tenantId })),
  }
}
