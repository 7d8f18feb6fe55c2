/** English: the language every other catalogue is measured against. Plurals and placeholders are i18next's. */
import { audit } from './audit.ts'
import { common } from './common.ts'
import { company } from './company.ts'
import { errors } from './errors.ts'
import { gate } from './gate.ts'
import { home } from './home.ts'
import { invitation } from './invitation.ts'
import { invoice } from './invoice.ts'
import { invoices } from './invoices.ts'
import { list } from './list.ts'
import { order } from './order.ts'
import { orders } from './orders.ts'
import { palette } from './palette.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { signIn } from './sign-in.ts'
import { team } from './team.ts'

const en = {
  audit,
  common,
  company,
  errors,
  gate,
  home,
  invitation,
  invoice,
  invoices,
  list,
  order,
  orders,
  palette,
  settings,
  shell,
  signIn,
  team,
} as const

export default en
