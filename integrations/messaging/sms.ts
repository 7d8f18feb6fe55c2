/** Sends one SMS through Twilio and says what became of it; where the answer got lost, Twilio's own list tells. */
import twilio from 'twilio'
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import { createFormPost, type FormPost, NeverSent } from './form-post.ts'
import { refused, type SendResult } from './send-result.ts'
import { SlowDown, TwilioHttp } from './twilio-http.ts'

export interface Sms {
  /** E.164, e.g. `+4915112345678`. */
  to: string
  /** Plain text, at most 1,600 characters; longer is cut. */
  text: string
}

export interface SmsSender {
  /** Never rejects for what the provider or network does. */
  send(sms: Sms): Promise<SendResult>
  /** Whether Twilio has taken it. Never rejects either; a message may be listed a little after it was taken. */
  find(sms: SmsToFind): Promise<SmsFound>
}

export interface SmsToFind {
  to: string
  /** What stands in this message and in no other. */
  mark: string
}

export type SmsFound = { sid: string | null } | { reason: string }

export interface SmsOptions {
  accountSid: string
  authToken: string
  /** E.164 number, short code or sender name of the account. */
  from: string
  /** Default `https://api.twilio.com`; may hold a path. */
  baseUrl?: string
  /** How a form is posted; bounded HTTP unless a test says otherwise. */
  post?: FormPost
}

const E164 = /^\+[1-9]\d{6,14}$/
/** Twilio's own limit. */
const MAX_TEXT = 1_600
/** To one number, newest first: more than can have been sent to it meanwhile. */
const MAX_LISTED = 100

const failure = z.object({
  status: z.int(),
  code: z.union([z.number(), z.string()]).nullish(),
  message: z.string().nullish(),
})

/**
 * @throws AppError `config`
 * @example createSmsSender({ accountSid, authToken, from: '+4915112345678' })
 */
export function createSmsSender(options: SmsOptions): SmsSender {
  const { accountSid, authToken, from, baseUrl = 'https://api.twilio.com' } = options
  if (!/^AC[0-9a-f]{32}$/i.test(accountSid)) {
    throw new AppError('config', 'TWILIO_ACCOUNT_SID is AC followed by 32 hexadecimal digits.')
  }
  if (!URL.canParse(baseUrl)) throw new AppError('config', 'TWILIO_API_BASE is no URL.')
  const httpClient = new TwilioHttp({ post: options.post ?? createFormPost(), baseUrl })
  // An environment of nothing: the library would read its own variables from the process.
  const client = twilio(accountSid, authToken, { httpClient, env: {}, autoRetry: false })
  return {
    async send({ to, text }) {
      if (!E164.test(to)) return refused('This is no phone number.')
      const body = text.slice(0, MAX_TEXT).toWellFormed().trim()
      if (body === '') return refused('There is nothing to send.')
      try {
        const { sid } = await client.messages.create({ to, from, body })
        if (sid) return { outcome: 'sent', providerId: sid }
        return { outcome: 'unknown', reason: 'Twilio took the message without naming it.' }
      } catch (error) {
        return resultOfFailure(error)
      }
    },
    async find({ to, mark }) {
      try {
        const page = { to, from, pageSize: MAX_LISTED, limit: MAX_LISTED }
        const listed = await client.messages.list(page)
        return { sid: listed.find(({ body }) => body.includes(mark))?.sid ?? null }
      } catch {
        return { reason: 'Twilio could not be asked for what it has sent.' }
      }
    },
  }
}

function resultOfFailure(error: unknown): SendResult {
  if (error instanceof NeverSent) return refused(error.message, { retryable: true })
  if (error instanceof SlowDown) return resultOfSlowDown(error)
  const { data } = failure.safeParse(error)
  // A lost answer, or one nobody can read.
  if (!data || data.status < 300) {
    return { outcome: 'unknown', reason: 'The answer of Twilio got lost.' }
  }
  const { status, code } = data
  // It may have failed after it took the message.
  if (status >= 500) return { outcome: 'unknown', reason: `Twilio failed (${String(status)}).` }
  const reason = data.message ?? `Twilio refused the message (${String(status)}).`
  return refused(reason.slice(0, 200), { code: String(code ?? status) })
}

function resultOfSlowDown({ text, waitMs, message }: SlowDown): SendResult {
  const code = /"code":\s*(\d+)/.exec(text)?.[1] ?? '429'
  return refused(message, {
    code,
    retryable: true,
    ...(waitMs !== null && { retryAfterMs: waitMs }),
  })
}
