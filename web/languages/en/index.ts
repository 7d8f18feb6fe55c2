/** English: the language every other catalogue is measured against. Plurals and placeholders are i18next's. */
import { common } from './common.ts'
import { company } from './company.ts'
import { errors } from './errors.ts'
import { gate } from './gate.ts'
import { home } from './home.ts'
import { invoice } from './invoice.ts'
import { invoices } from './invoices.ts'
import { list } from './list.ts'
import { order } from './order.ts'
import { orders } from './orders.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { signIn } from './sign-in.ts'
import { signOn } from './sign-on.ts'
import { signOnSettings } from './sign-on-settings.ts'

const en = {
  common,
  company,
  errors,
  gate,
  home,
  invoice,
  invoices,
  list,
  order,
  orders,
  settings,
  shell,
  signIn,
  signOn,
  signOnSettings,
} as const

export default en
