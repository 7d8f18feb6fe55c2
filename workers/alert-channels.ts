/** Who is told when a connection is parked, from the environment. A channel needs its sender and its recipient. */
import { createEmailSender } from '#integrations/messaging/email.ts'
import { createSmsSender } from '#integrations/messaging/sms.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import type { AccountMailDeps } from './activities/notify/send-account-mail.ts'
import type { AlertChannels } from './activities/staff/deps.ts'
import type { WorkerEnv } from './env.ts'

/** @throws AppError `config` when a recipient is set and what sends to it is not */
export function createAlertChannels(env: WorkerEnv): AlertChannels {
  return { email: emailOf(env), sms: smsOf(env), publicUrl: env.PUBLIC_URL }
}

/** Mails to members need a server and a sender's name; without them they wait, and the log says so. */
export function createMailChannel(env: WorkerEnv): AccountMailDeps['mail'] {
  const { SMTP_URL: url, MAIL_FROM: from } = env
  const sender = url !== undefined && from !== undefined ? createEmailSender({ url, from }) : null
  return { sender, host: new URL(env.PUBLIC_URL).hostname }
}

function emailOf({ OPERATOR_ALERT_EMAIL: to, SMTP_URL, MAIL_FROM }: WorkerEnv) {
  if (to === undefined) return null
  if (SMTP_URL === undefined || MAIL_FROM === undefined) {
    throw new AppError('config', 'OPERATOR_ALERT_EMAIL needs SMTP_URL and MAIL_FROM.')
  }
  return { to, sender: createEmailSender({ url: SMTP_URL, from: MAIL_FROM }) }
}

function smsOf(env: WorkerEnv) {
  const { OPERATOR_ALERT_PHONE: to, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM } = env
  if (to === undefined) return null
  if (!TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN || !TWILIO_FROM) {
    throw new AppError(
      'config',
      'OPERATOR_ALERT_PHONE needs TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM.',
    )
  }
  const sender = createSmsSender({
    accountSid: TWILIO_ACCOUNT_SID,
    authToken: TWILIO_AUTH_TOKEN,
    from: TWILIO_FROM,
    ...(env.TWILIO_API_BASE !== undefined && { baseUrl: env.TWILIO_API_BASE }),
  })
  return { to, sender }
}
