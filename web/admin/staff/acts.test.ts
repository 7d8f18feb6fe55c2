/** What the menu of an account offers: never what would change nothing. */
import { expect, it } from 'vitest'
import { newId } from '#workflows/contracts/ids.ts'
import type { StaffRow } from '../api.ts'
import { actsOn } from './acts.ts'

const row = (change: Partial<StaffRow>): StaffRow => ({
  ...{ id: newId(), name: 'Ada Byron', email: 'ada@halden.test', role: 'agent', state: 'active' },
  ...{ hasFactor: true, lastSignInAt: null, invitedUntil: null, sessions: 1 },
  ...change,
})

it.each([
  [row({}), ['role', 'endSessions', 'resetFactor', 'disable']],
  [row({ sessions: 0, hasFactor: false }), ['role', 'disable']],
  [row({ state: 'invited' }), ['resend', 'role', 'withdraw']],
  [row({ state: 'expired' }), ['resend', 'role', 'withdraw']],
  [row({ state: 'disabled' }), ['enable']],
])('offers by what the account is: %#', (account, acts) => {
  expect(actsOn(account)).toEqual(acts)
})
