/** One thing that staff did, in words. */
import { consoleText } from '../../languages/console-text.ts'
import type { StaffDeed } from '../api.ts'

/** Those whose words name nothing but whom they are about. */
const ABOUT = [
  'link',
  'backfill',
  'rebuild',
  'staff_resend',
  'staff_withdraw',
  'staff_disable',
  'staff_enable',
  'staff_reset_factor',
  'staff_end_sessions',
] as const
const PLAIN = [
  'cancel_run',
  'approve_deletions',
  'staff_join',
  'staff_end_own',
  'restored',
] as const

export function deedWords({ type, about: known, role, from }: StaffDeed): string {
  const about = known ?? consoleText('staff.deeds.somebody')
  const word = (name: NonNullable<typeof role>) => consoleText(`shell.role.${name}`)
  if (type === 'staff_invite' && role !== null) {
    return consoleText('staff.deeds.what.staff_invite', { about, role: word(role) })
  }
  if (type === 'staff_role' && role !== null) {
    return from === null
      ? consoleText('staff.deeds.what.staff_role', { about, role: word(role) })
      : consoleText('staff.deeds.what.staff_roleFrom', {
          ...{ about, role: word(role) },
          from: word(from),
        })
  }
  const plain = PLAIN.find((name) => name === type)
  if (plain) return consoleText(`staff.deeds.what.${plain}`)
  const named = ABOUT.find((name) => name === type)
  return named
    ? consoleText(`staff.deeds.what.${named}`, { about })
    : consoleText('staff.deeds.other')
}
