/** One thing that staff did, in words. */
import { consoleText } from '../../languages/console-text.ts'
import type { StaffDeed } from '../api.ts'

/** Those whose words name nothing but whom they are about. */
const ABOUT = [
  'link',
  'backfill',
  'resync',
  'rebuild',
  'reconcile',
  'poll',
  'pause',
  'resume',
  'replay',
  'dry_run',
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
  'repair',
  'staff_join',
  'staff_end_own',
  'restored',
  'rewrapped',
] as const

export function deedWords({ type, about: known, kind, role, from }: StaffDeed): string {
  const named = known ?? consoleText('staff.deeds.somebody')
  const about = kind === null ? named : `${named}, ${consoleText(`shell.kinds.${kind}`)}`
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
  const aimed = ABOUT.find((name) => name === type)
  return aimed
    ? consoleText(`staff.deeds.what.${aimed}`, { about })
    : consoleText('staff.deeds.other')
}
