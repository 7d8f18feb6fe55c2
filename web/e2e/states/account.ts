/** The states of the pages of one's own account, of a tenant's rules for signing in, and of the ways around the door. */
import { member, type PageState } from './page-state.ts'

const admin = { as: member('vellmar') }

export const ACCOUNT: PageState[] = [
  { name: 'account', path: '/account', ...admin },
  { name: 'account-security', path: '/account/security', ...admin },
  { name: 'account-sessions', path: '/account/sessions', ...admin },
  { name: 'account-data', path: '/account/data', ...admin },
  { name: 'settings-security', path: '/t/vellmar/settings/security', ...admin },
  { name: 'settings-sign-on', path: '/t/vellmar/settings/sign-on', ...admin },
  { name: 'sign-in-sso', path: '/sign-in/sso' },
  { name: 'sign-in-refused', path: '/sign-in/refused' },
  { name: 'forgot-password', path: '/forgot-password' },
  { name: 'reset-gone', path: '/reset-password' },
  { name: 'email-change-gone', path: '/email-change' },
]
