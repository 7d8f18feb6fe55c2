/** Mails to a person about their account, queued in the transaction of what they tell. */
import { queueAccountMail, type MailCondition } from '#db/system/account-mails.ts'
import type { SystemTx } from '#db/system/system.ts'
import type { AccountMail, AccountMailTemplate } from '#workflows/contracts/account-mail.ts'
import type { AuthServices } from '../services.ts'

/** A warning that comes a day late still warns. */
export const NOTICE_MS = 24 * 3600_000

export interface MailTo<T extends AccountMailTemplate> {
  template: T
  to: string
  /** Besides the operator's name, which every mail says. */
  values: Omit<AccountMail<T>['values'], 'operator'>
  lifetimeMs?: number
  only?: MailCondition
}

/** @returns its id, to be handed to `sendMailSoon` after the commit */
export function mailPerson<T extends AccountMailTemplate>(
  trx: SystemTx,
  { keyring, operatorName }: Pick<AuthServices, 'keyring' | 'operatorName'>,
  { values, lifetimeMs = NOTICE_MS, ...mail }: MailTo<T>,
): Promise<string> {
  const filled = { ...values, operator: operatorName } as AccountMail<T>['values']
  return queueAccountMail(trx, keyring, { ...mail, values: filled, lifetimeMs })
}

/** A moment as a mail says it, in the person's zone. */
export function momentIn(timeZone: string | null, at: Date): string {
  const zone = timeZone ?? 'UTC'
  const words = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: zone,
  })
  return `${words.format(at)} (${zone})`
}
