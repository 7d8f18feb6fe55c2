/**
 * What staff ask for, each in one transaction with its record: done once per command id, refused with a reason the
 * console has words for. The account is looked at when the command runs, not when the button was pressed.
 */
import { createLink } from '#db/system/links.ts'
import { findSyncConnection } from '#db/system/sync-connection.ts'
import { withTenant, type TenantTx } from '#db/tenant.ts'
import { writeStaffAudit } from '#db/write/audit.ts'
import type {
  StaffCommand,
  StaffCommandActivities,
  StaffCommandArgs,
  StaffCommandResult,
} from '#workflows/contracts/console.ts'
import type { StaffDeps } from './deps.ts'
import { once, refuse } from './once.ts'
import { performAccountCommand } from './perform-account-command.ts'
import { isConnectionCommand, performConnectionCommand } from './perform-connection-command.ts'

type Command<T extends StaffCommand['type']> = Extract<StaffCommand, { type: T }>

export function createPerformStaffCommand(
  deps: StaffDeps,
): StaffCommandActivities['performStaffCommand'] {
  return async (args) => {
    const { command } = args
    if (isConnectionCommand(command)) return performConnectionCommand(deps, args, command)
    if (command.type !== 'link') return performAccountCommand(deps, args, command)
    const result = await withTenant(deps.db, command.tenantId, (trx) =>
      once(trx, args, () => link(trx, args, command)),
    )
    if (result.type === 'linked' && result.released > 0) deps.poke(command)
    return result
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
