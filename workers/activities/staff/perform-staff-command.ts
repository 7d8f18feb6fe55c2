/**
 * What staff ask for, each in one transaction with its record: done once per command id, refused with a reason the
 * console has words for. The account is looked at when the command runs, not when the button was pressed.
 */
import { createLink } from '#db/system/links.ts'
import { approveDeletions } from '#db/system/enumerated-records.ts'
import { cancelRun, startRun } from '#db/system/runs.ts'
import { findSyncConnection } from '#db/system/sync-connection.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import { withTenant, type TenantTx } from '#db/tenant.ts'
import { writeStaffAudit } from '#db/write/audit.ts'
import type {
  StaffCommand,
  StaffCommandActivities,
  StaffCommandArgs,
  StaffCommandResult,
} from '#workflows/contracts/console.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { KINDS_OF_SOURCE } from '#workflows/contracts/records.ts'
import type { BackfillArgs } from '#workflows/contracts/sync.ts'
import type { StaffDeps } from './deps.ts'
import { once, refuse } from './once.ts'
import { performAccountCommand } from './perform-account-command.ts'

type Command<T extends StaffCommand['type']> = Extract<StaffCommand, { type: T }>

export function createPerformStaffCommand(
  deps: StaffDeps,
): StaffCommandActivities['performStaffCommand'] {
  return async (args) => {
    const { command } = args
    const perform = <Trx extends SystemTx | TenantTx>(
      trx: Trx,
      work: (trx: Trx) => Promise<StaffCommandResult>,
    ): Promise<StaffCommandResult> => once(trx, args, () => work(trx))
    switch (command.type) {
      case 'link': {
        const result = await withTenant(deps.db, command.tenantId, (trx) =>
          perform(trx, (own) => link(own, args, command)),
        )
        if (result.type === 'linked' && result.released > 0) deps.poke(command)
        return result
      }
      case 'backfill':
      case 'rebuild': {
        const result = await withSystem(deps.db, (trx) =>
          perform(trx, (own) => backfill(own, args, command)),
        )
        if (result.type === 'backfill_started') await startAll(deps, command, result)
        return result
      }
      case 'approve_deletions':
        return approve(deps, args, command)
      case 'cancel_run':
        return withSystem(deps.db, (trx) =>
          perform(trx, async (own) => {
            const outcome = await cancelRun(own, command.runId, `Cancelled by ${args.staff.name}.`)
            return outcome === 'cancelled' ? { type: 'run_cancelled' } : refuse(outcome)
          }),
        )
      default:
        return performAccountCommand(deps, args, command)
    }
  }
}

async function link(
  trx: TenantTx,
  { staff }: StaffCommandArgs,
  { connectionId, externalId, tenantId }: Command<'link'>,
): Promise<StaffCommandResult> {
  const tenant = await trx
    .selectFrom('tenants')
    .select('id')
    .where('id', '=', tenantId)
    .executeTakeFirst()
  if (!tenant) return refuse('unknown_tenant')
  const connection = await findSyncConnection(trx, connectionId)
  if (!connection) return refuse('unknown_connection')
  const made = await createLink(trx, { connectionId, externalId, tenantId })
  if (made.type === 'taken') return refuse('linked_elsewhere')
  await writeStaffAudit(trx, staff, {
    action: 'link.created',
    subjectId: null,
    subjectLabel: externalId,
    changes: { connection: { from: null, to: connection.name } },
    requestId: null,
  })
  return made
}

async function backfill(
  trx: SystemTx,
  { staff }: StaffCommandArgs,
  { connectionId, type }: Command<'backfill' | 'rebuild'>,
): Promise<StaffCommandResult> {
  const connection = await findSyncConnection(trx, connectionId)
  if (!connection) return refuse('unknown_connection')
  if (connection.state !== 'active' && connection.state !== 'parked') {
    return refuse('connection_not_active')
  }
  const runs = []
  for (const kind of KINDS_OF_SOURCE[connection.source]) {
    const run = { connectionId, kind, lane: 'backfill', startedBy: staff.name } as const
    const findsDeletions = type === 'rebuild'
    runs.push({ kind, runId: await startRun(trx, { ...run, findsDeletions }) })
  }
  return { type: 'backfill_started', runs }
}

/** The run goes on where it waits: with looking for what is gone. */
async function approve(
  deps: StaffDeps,
  args: StaffCommandArgs,
  { runId }: Command<'approve_deletions'>,
): Promise<StaffCommandResult> {
  let connectionId: ConnectionId | undefined
  const result = await withSystem(deps.db, (trx) =>
    once(trx, args, async () => {
      const outcome = await approveDeletions(trx, runId, args.staff.name)
      if (typeof outcome === 'string') return refuse(outcome)
      connectionId = outcome.connectionId
      return { type: 'deletions_approved' }
    }),
  )
  if (connectionId) await startOne(deps, { connectionId, runId })
  return result
}

/** The runs are committed: what Temporal does not take now, the sweeper starts. */
async function startAll(
  deps: StaffDeps,
  { connectionId }: Command<'backfill' | 'rebuild'>,
  { runs }: Extract<StaffCommandResult, { type: 'backfill_started' }>,
): Promise<void> {
  for (const { runId } of runs) await startOne(deps, { connectionId, runId })
}

async function startOne({ gateway, logger }: StaffDeps, run: BackfillArgs): Promise<void> {
  await gateway.resumeBackfill(run).catch((error: unknown) => {
    logger.warn({ err: error, runId: run.runId }, 'a backfill waits for the sweeper')
  })
}
