/** English: the language every other catalogue is measured against. Plurals and placeholders are i18next's. */
import { common } from './common.ts'
import { errors } from './errors.ts'
import { home } from './home.ts'
import { order } from './order.ts'
import { orders } from './orders.ts'
import { shell } from './shell.ts'
import { signIn } from './sign-in.ts'

const en = { common, errors, home, order, orders, shell, signIn } as const

export default en
