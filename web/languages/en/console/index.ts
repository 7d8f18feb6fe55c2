/** English of the console. Plurals and placeholders are i18next's, as in the portal's catalogue. */
import { account } from './account.ts'
import { command } from './command.ts'
import { connection } from './connection.ts'
import { connections } from './connections.ts'
import { inbox } from './inbox.ts'
import { join } from './join.ts'
import { run } from './run.ts'
import { shell } from './shell.ts'
import { staff } from './staff.ts'
import { step } from './step.ts'
import { tenants } from './tenants.ts'
import { unmapped } from './unmapped.ts'
import { viewAs } from './view-as.ts'

const consoleEn = {
  account,
  command,
  connection,
  connections,
  inbox,
  join,
  run,
  shell,
  staff,
  step,
  tenants,
  unmapped,
  viewAs,
} as const

export default consoleEn
