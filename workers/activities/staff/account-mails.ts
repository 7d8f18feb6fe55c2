/** Mails to staff about their accounts, queued in the transaction of what they tell. */
import { queueAccountMail } from '#db/system/account-mails.ts'
import type { StaffFacts } from '#db/system/staff/accounts.ts'
import type { SystemTx } from '#db/system/system.ts'
import type { StaffRole } from '#workflows/contracts/access.ts'
import {
  STAFF_INVITATION_MS,
  type StaffAccountCommand,
} from '#workflows/contracts/staff/accounts.ts'
import type { AccountWork } from './perform-account-command.ts'

const DAY_MS = 86_400_000
/** A warning that comes a day late still warns. */
const NOTICE_MS = DAY_MS

const ROLES: Readonly<Record<StaffRole, string>> = {
  agent: 'support agent',
  operations: 'operations',
  admin: 'staff admin',
}

export async function queueStaffInvitation(
  trx: SystemTx,
  { deps, args, mails }: AccountWork,
  { person, token }: { person: Omit<StaffFacts, 'id' | 'isInvited'>; token: string },
): Promise<void> {
  const { publicUrl } = deps.alerts
  const mail = await queueAccountMail(trx, deps.keyring, {
    template: 'staff-invitation',
    to: person.email,
    values: {
      name: person.name,
      inviter: args.staff.name,
      host: new URL(publicUrl).host,
      role: ROLES[person.role],
      link: new URL(`/admin/invitation/${token}`, publicUrl).href,
      days: String(STAFF_INVITATION_MS / DAY_MS),
    },
    lifetimeMs: STAFF_INVITATION_MS,
    only: { token },
  })
  mails.push(mail)
}

/** What a mail says of each; of an invitation there is one of its own. */
function wordsOf(command: StaffAccountCommand): string | null {
  switch (command.type) {
    case 'staff_role':
      return `your role is now ${ROLES[command.role]}`
    case 'staff_disable':
      return 'your account was disabled and your sessions have ended'
    case 'staff_enable':
      return 'your account was enabled again'
    case 'staff_reset_factor':
      return 'your second factor was removed; you set up a new one when you sign in next'
    case 'staff_end_sessions':
      return 'all your sessions were ended'
    case 'staff_invite':
    case 'staff_resend':
    case 'staff_withdraw':
      return null
  }
}

export async function queueStaffNotice(
  trx: SystemTx,
  { deps, args, mails }: AccountWork,
  { person, command }: { person: StaffFacts; command: StaffAccountCommand },
): Promise<void> {
  const what = wordsOf(command)
  if (what === null) return
  const mail = await queueAccountMail(trx, deps.keyring, {
    template: 'staff-notice',
    to: person.email,
    values: {
      name: person.name,
      host: new URL(deps.alerts.publicUrl).host,
      what,
      who: args.staff.name,
      at: `${MOMENT.format(new Date())} (UTC)`,
    },
    lifetimeMs: NOTICE_MS,
  })
  mails.push(mail)
}

const MOMENT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
})
