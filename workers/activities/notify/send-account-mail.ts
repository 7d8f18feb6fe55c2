/**
 * Sends one mail about an account and writes down what became of it. A mail that was cut off goes out again under
 * its Message-ID: whoever waits for a link is better served by two of the same than by none.
 */
import type { Database } from '#db/client.ts'
import type { Keyring } from '#db/secrets.ts'
import { claimMail, finishMail, type ClaimedMail, type MailEnd } from '#db/system/account-mails.ts'
import { findMailFault } from '#db/system/mail-condition.ts'
import { withSystem } from '#db/system/system.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import { renderAccountMail } from '#integrations/messaging/account-mail.ts'
import type { EmailSender } from '#integrations/messaging/email.ts'
import type { SendResult } from '#integrations/messaging/send-result.ts'
import type { AccountMailActivities, MailResult } from '#workflows/contracts/account-mail.ts'
import type { WorkerMetrics } from '../../watch/worker-metrics.ts'

export interface AccountMailDeps {
  db: Database
  keyring: Keyring
  logger: Logger
  mail: {
    /** Null: no mail server is configured. */
    sender: EmailSender | null
    /** Part of every Message-ID. */
    host: string
  }
  /** Default: nothing is counted. */
  metrics?: WorkerMetrics
}

const FIRST_WAIT_MS = 5_000
const MAX_WAIT_MS = 10 * 60_000

export function createSendAccountMail(
  deps: AccountMailDeps,
): AccountMailActivities['sendAccountMail'] {
  return async ({ mailId }): Promise<MailResult> => {
    const mail = await withSystem(deps.db, (trx) => claimMail(trx, deps.keyring, mailId))
    if (!mail) return { status: 'final' }
    const finish = (end: MailEnd): Promise<void> =>
      withSystem(deps.db, (trx) => finishMail(trx, mail, end))
    if (mail.isExpired) {
      deps.metrics?.messageTried('account_mail', 'expired')
      await finish({ state: 'failed', reason: 'It came too late to be of use.' })
      deps.logger.warn({ mailId, template: mail.template }, 'a mail was not sent in time')
      return { status: 'final' }
    }
    const fault = await findMailFault(deps.db, mail)
    if (fault !== null) {
      deps.metrics?.messageTried('account_mail', 'moot')
      await finish({ state: 'failed', reason: fault })
      deps.logger.info({ mailId, template: mail.template, reason: fault }, 'a mail was not sent')
      return { status: 'final' }
    }
    const result = await send(deps, mail)
    deps.metrics?.messageTried('account_mail', result.outcome)
    if (result.outcome === 'sent') {
      await finish({ state: 'sent', providerId: result.providerId })
      return { status: 'final' }
    }
    deps.logger.warn({ mailId, template: mail.template, reason: result.reason }, 'mail not sent')
    if (result.outcome === 'refused' && !result.retryable) {
      await finish({ state: 'failed', reason: result.reason })
      return { status: 'final' }
    }
    await finish({ state: 'pending', reason: result.reason })
    const grown = Math.min(FIRST_WAIT_MS * 2 ** (mail.attempts - 1), MAX_WAIT_MS)
    const asked = result.outcome === 'refused' ? result.retryAfterMs : undefined
    return { status: 'retry', afterMs: asked ?? grown }
  }
}

function send({ mail: { sender, host } }: AccountMailDeps, mail: ClaimedMail): Promise<SendResult> {
  if (sender === null) {
    const reason = 'No mail server is configured: set SMTP_URL and MAIL_FROM.'
    return Promise.resolve({ outcome: 'refused', reason, code: null, retryable: true })
  }
  const { subject, text } = renderAccountMail(mail)
  return sender.send({ messageId: `<account.${mail.id}@${host}>`, to: mail.to, subject, text })
}
