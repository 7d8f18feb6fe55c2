/**
 * What staff ask for, each in one transaction with its record: done once per command id, refused with a reason the
 * console has words for. The account is looked at when the command runs, not when the button was pressed.
 */
import { createLink } from '#db/system/links.ts'
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
import { KINDS_OF_SOURCE } from '#workflows/contracts/records.ts'
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
      case 'backfill': {
        const result = await withSystem(deps.db, (trx) =>
          perform(trx, (own) => backfill(own, args, command)),
        )
        if (result.type === 'backfill_started') await startAll(deps, command, result)
        return result
      }
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
  { connectionId }: Command<'backfill'>,
): Promise<StaffCommandResult> {
  const connection = await findSyncConnection(trx, connectionId)
  if (!connection) return refuse('unknown_connection')
  if (connection.state !== 'active' && connection.state !== 'parked') {
    return refuse('connection_not_active')
  }
  const runs = []
  for (const kind of KINDS_OF_SOURCE[connection.source]) {
    const run = { connectionId, kind, lane: 'backfill', startedBy: staff.name } as const
    runs.push({ kind, runId: await startRun(trx, run) })
  }
  return { type: 'backfill_started', runs }
}

/** The runs are committed: what Temporal does not take now, the sweeper starts. */
async function startAll(
  { gateway, logger }: Pick<StaffDeps, 'gateway' | 'logger'>,
  { connectionId }: Command<'backfill'>,
  { runs }: Extract<StaffCommandResult, { type: 'backfill_started' }>,
): Promise<void> {
  for (const { runId } of runs) {
    await gateway.resumeBackfill({ connectionId, runId }).catch((error: unknown) => {
      logger.warn({ err: error, runId }, 'a backfill waits for the sweeper')
    })
  }
}
