/** What tells people something, with errors Temporal can decide by. */
import type { AccountMailActivities } from '#workflows/contracts/account-mail.ts'
import { withFailures } from '../failure.ts'
import { createSendAccountMail, type AccountMailDeps } from './send-account-mail.ts'

export const createNotifyActivities = (deps: AccountMailDeps): AccountMailActivities => ({
  sendAccountMail: withFailures(createSendAccountMail(deps)),
})
