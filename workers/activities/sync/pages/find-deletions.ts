/**
 * What is gone at the source although nobody told us: after a complete enumeration, records we hold that it has not
 * seen. Each is asked for once more by its id in its tenant's own lane, and only what the source does not know there
 * either becomes a tombstone. Where too many lack, a person decides first: an account that lost its rights, or a
 * sandbox in place of the real one, looks the same from here.
 */
import {
  findMissing,
  listOwningTenants,
  noteMissing,
  type MissingRecord,
} from '#db/system/enumerated-records.ts'
import { storeArrivals } from '#db/system/inbox/own-arrivals.ts'
import { countRun, endRun } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import type { PageResult } from '#workflows/contracts/sync.ts'
import { arrivalOfMissing } from '../own-events.ts'
import type { RunWork } from './run-work.ts'

/** So many may lack without anybody being asked … */
const HARMLESS = 20
/** … or this part of all. */
const HARMLESS_SHARE = 0.1
/** Rows per statement. */
const CHUNK = 1_000

export const needsApproval = ({ held, missing }: { held: number; missing: number }): boolean =>
  missing > Math.max(HARMLESS, held * HARMLESS_SHARE)

/** Safe to repeat: what was asked for once is not asked for again. */
export async function findDeletions(work: RunWork): Promise<PageResult> {
  const { deps, connection, run } = work
  const { held, byTenant } = await lookForMissing(work)
  const missing = [...byTenant.values()].reduce((sum, own) => sum + own.length, 0)
  const waits = await withSystem(deps.db, async (trx) => {
    await countRun(trx, run, {})
    const { isApproved } = await noteMissing(trx, run.runId, { held, missing })
    if (isApproved || !needsApproval({ held, missing })) return false
    const reason = `${missing} of ${held} are no longer at the source.`
    await endRun(trx, run, { state: 'awaiting_approval', reason })
    return true
  })
  if (waits) return { status: 'complete' }
  await withSystem(deps.db, async (trx) => {
    await countRun(trx, run, {})
    for (const [tenantId, own] of byTenant) {
      const arrivals = own.map((record) =>
        arrivalOfMissing({ kind: run.kind, ...record }, { tenantId, runId: run.runId }),
      )
      for (let at = 0; at < arrivals.length; at += CHUNK) {
        await storeArrivals(trx, connection.id, arrivals.slice(at, at + CHUNK))
      }
    }
    await endRun(trx, run, { state: 'completed' })
  })
  for (const tenantId of byTenant.keys()) deps.poke({ connectionId: connection.id, tenantId })
  return { status: 'complete' }
}

/** What we hold and a complete enumeration has not seen, of the tenants the run is about. */
export async function lookForMissing({ deps, connection, run, signal }: RunWork) {
  const at = { connectionId: connection.id, kind: run.kind }
  const tenants =
    run.tenantId === null
      ? await withSystem(deps.db, (trx) => listOwningTenants(trx, at))
      : [run.tenantId]
  const byTenant = new Map<TenantId, MissingRecord[]>()
  let held = 0
  for (const tenantId of tenants) {
    signal.throwIfAborted()
    const own = await withTenant(deps.db, tenantId, (trx) =>
      findMissing(trx, { ...at, runId: run.runId }),
    )
    held += own.held
    if (own.missing.length > 0) byTenant.set(tenantId, own.missing)
  }
  return { held, byTenant }
}
