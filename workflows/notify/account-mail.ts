/** One mail about an account, until it is sent, expired or refused for good. */
import { proxyActivities } from '@temporalio/workflow'
import type { AccountMailActivities, AccountMailArgs } from '../contracts/account-mail.ts'
import { untilFinal } from './until-final.ts'

const { sendAccountMail } = proxyActivities<AccountMailActivities>({
  // Longer than the sender's own limit, so that its answer is known.
  startToCloseTimeout: '90 seconds',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
})

export const accountMail = (args: AccountMailArgs): Promise<void> =>
  untilFinal(() => sendAccountMail(args))
