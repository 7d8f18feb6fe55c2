/** English: the language every other catalogue is measured against. Plurals and placeholders are i18next's. */
import { account } from './account.ts'
import { audit } from './settings/audit.ts'
import { common } from './common.ts'
import { communication } from './communication.ts'
import { company } from './company.ts'
import { companyParts } from './company-parts.ts'
import { errors } from './errors.ts'
import { gate } from './gate.ts'
import { home } from './home.ts'
import { invitation } from './invitation.ts'
import { invoice } from './invoice.ts'
import { invoices } from './invoices.ts'
import { list } from './list.ts'
import { order } from './order.ts'
import { orders } from './orders.ts'
import { project } from './project.ts'
import { projects } from './projects.ts'
import { proof } from './proof.ts'
import { palette } from './palette.ts'
import { plan } from './plan.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { signIn } from './sign-in.ts'
import { signOn } from './sign-on.ts'
import { signOnSettings } from './settings/sign-on.ts'
import { viewAs } from './view-as.ts'
import { timeout } from './timeout.ts'
import { team } from './settings/team.ts'

const en = {
  account,
  audit,
  common,
  communication,
  company,
  companyParts,
  errors,
  gate,
  home,
  invitation,
  invoice,
  invoices,
  list,
  order,
  orders,
  project,
  projects,
  proof,
  palette,
  plan,
  settings,
  shell,
  signIn,
  signOn,
  signOnSettings,
  viewAs,
  timeout,
  team,
} as const

export default en
