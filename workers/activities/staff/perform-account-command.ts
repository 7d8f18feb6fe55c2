/**
 * What staff do with accounts of colleagues. All accounts are held while one changes, so of two administrators who
 * disable each other at once, the second one is looked up when it may not any more.
 */
import { unseal } from '#db/secrets.ts'
import {
  changeStaff,
  endSessionsOfStaff,
  findStaff,
  holdStaff,
  inviteStaff,
  removeStaffFactor,
  renewStaffInvitation,
  withdrawStaffInvitation,
  type StaffChange,
  type StaffFacts,
} from '#db/system/staff/accounts.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import type {
  StaffCommandArgs,
  StaffCommandResult,
  StaffRefusal,
} from '#workflows/contracts/console.ts'
import {
  INVITEE_FIELD,
  type Invitee,
  type StaffAccountCommand,
} from '#workflows/contracts/staff/accounts.ts'
import { queueStaffInvitation, queueStaffNotice } from './account-mails.ts'
import type { StaffDeps } from './deps.ts'
import { once, refuse } from './once.ts'

type Command<T extends StaffAccountCommand['type']> = Extract<StaffAccountCommand, { type: T }>

export interface AccountWork {
  deps: Pick<StaffDeps, 'db' | 'keyring' | 'alerts' | 'gateway' | 'logger'>
  args: StaffCommandArgs
  /** Ids of mails that this transaction queues. */
  mails: string[]
}

export async function performAccountCommand(
  deps: AccountWork['deps'],
  args: StaffCommandArgs,
  command: StaffAccountCommand,
): Promise<StaffCommandResult> {
  const mails: string[] = []
  const result = await withSystem(deps.db, async (trx) => {
    await holdStaff(trx)
    const work = { deps, args, mails }
    return once(trx, args, () =>
      command.type === 'staff_invite' ? invite(trx, work, command) : change(trx, work, command),
    )
  })
  for (const mailId of mails) {
    await deps.gateway.startAccountMail({ mailId }).catch((error: unknown) => {
      deps.logger.warn({ err: error, mailId }, 'the sweeper will send this mail')
    })
  }
  return result
}

async function invite(
  trx: SystemTx,
  work: AccountWork,
  { role, sealed }: Command<'staff_invite'>,
): Promise<StaffCommandResult> {
  const place = { owner: work.args.commandId, field: INVITEE_FIELD }
  const { name, email } = JSON.parse(unseal(work.deps.keyring, place, sealed)) as Invitee
  const person = { name, email, role }
  const token = await inviteStaff(trx, person)
  if (token === null) return refuse('email_taken')
  await queueStaffInvitation(trx, work, { person, token })
  return { type: 'staff_done', name, from: null, ended: 0 }
}

type Change = Exclude<StaffAccountCommand, { type: 'staff_invite' }>

async function change(
  trx: SystemTx,
  work: AccountWork,
  command: Change,
): Promise<StaffCommandResult> {
  const { staffId } = command
  // One's own sessions are ended on one's own page; the rest would only lock oneself out.
  if (staffId === work.args.staff.id) return refuse('own_account')
  const person = await findStaff(trx, staffId)
  if (!person) return refuse('unknown_staff')
  const done = person.isInvited
    ? await changeInvited(trx, work, { command, person })
    : await changeColleague(trx, command)
  if (typeof done === 'string') return refuse(done)
  if (!person.isInvited) await queueStaffNotice(trx, work, { person, command })
  const from = command.type === 'staff_role' ? person.role : null
  return { type: 'staff_done', name: person.name, from, ended: done.ended }
}

type Done = { ended: number } | StaffRefusal

async function changeInvited(
  trx: SystemTx,
  work: AccountWork,
  { command, person }: { command: Change; person: StaffFacts },
): Promise<Done> {
  switch (command.type) {
    case 'staff_resend': {
      const token = await renewStaffInvitation(trx, person.id)
      if (token === null) return 'no_invitation'
      await queueStaffInvitation(trx, work, { person, token })
      return { ended: 0 }
    }
    case 'staff_withdraw':
      return (await withdrawStaffInvitation(trx, person.id)) ? { ended: 0 } : 'no_invitation'
    case 'staff_role':
      return outcomeOf(await changeStaff(trx, person.id, { role: command.role }))
    default:
      // There is nothing yet that could be disabled, reset or ended.
      return 'unchanged'
  }
}

async function changeColleague(trx: SystemTx, command: Change): Promise<Done> {
  const { staffId } = command
  switch (command.type) {
    case 'staff_role':
      return outcomeOf(await changeStaff(trx, staffId, { role: command.role }))
    case 'staff_enable':
      return outcomeOf(await changeStaff(trx, staffId, { disabled: false }))
    case 'staff_disable': {
      const done = outcomeOf(await changeStaff(trx, staffId, { disabled: true }))
      if (typeof done === 'string') return done
      return { ended: await endSessionsOfStaff(trx, staffId, 'disabled') }
    }
    case 'staff_reset_factor':
      if (!(await removeStaffFactor(trx, staffId))) return 'unchanged'
      return { ended: await endSessionsOfStaff(trx, staffId, 'factor_reset') }
    case 'staff_end_sessions':
      return { ended: await endSessionsOfStaff(trx, staffId, 'revoked') }
    case 'staff_resend':
    case 'staff_withdraw':
      return 'no_invitation'
  }
}

const REFUSALS: Readonly<Record<Exclude<StaffChange, 'changed'>, StaffRefusal>> = {
  unchanged: 'unchanged',
  unknown: 'unknown_staff',
  last_admin: 'last_admin',
}

const outcomeOf = (change: StaffChange): Done =>
  change === 'changed' ? { ended: 0 } : REFUSALS[change]
