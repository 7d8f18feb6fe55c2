/** What can be done to one account, by what it is now: the names are those of the procedures. */
import type { StaffRow } from '../api.ts'

export const COLLEAGUE_ACTS = [
  'resend',
  'withdraw',
  'endSessions',
  'resetFactor',
  'disable',
  'enable',
] as const
export type ColleagueAct = (typeof COLLEAGUE_ACTS)[number] | 'role'

/** In the order of the menu. Nobody does any of it to their own account. */
export function actsOn({ state, sessions, hasFactor }: StaffRow): ColleagueAct[] {
  if (state === 'disabled') return ['enable']
  if (state !== 'active') return ['resend', 'role', 'withdraw']
  return [
    'role',
    ...(sessions > 0 ? (['endSessions'] as const) : []),
    ...(hasFactor ? (['resetFactor'] as const) : []),
    'disable',
  ]
}
