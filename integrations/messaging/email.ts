/**
 * Sends one mail over SMTP, bounded in time, and says what became of it. One connection per mail: what is sent
 * here is rare, and a fresh connection leaves no doubt which mail an error belongs to.
 */
import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { AppError } from '#workflows/contracts/errors.ts'
import {
  isMailAddress,
  type Mailbox,
  oneLine,
  parseMailbox,
  requireMessageId,
} from './mail-text.ts'
import { refused, type SendResult } from './send-result.ts'
import { resultOfFailure, type SmtpFailure } from './smtp-failure.ts'

export interface Mail {
  /** `<…@…>`, the same on every attempt, so that a mail sent twice can be told for one. */
  messageId: string
  /** One plain address. */
  to: string
  subject: string
  /** Plain text. */
  text: string
}

export interface EmailSender {
  /** Never rejects for what a server or network does. */
  send(mail: Mail): Promise<SendResult>
}

export interface EmailOptions {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  url: string
  /** `Name <address>` or an address. */
  from: string
  /** For each step (connect, greeting, silence) and four times that for all, in milliseconds. Default 10,000. */
  timeoutMs?: number
}

const LOOPBACK = ['127.0.0.1', '::1', '[::1]', 'localhost']

/**
 * @throws AppError `config`
 * @example createEmailSender({ url: env.SMTP_URL, from: env.MAIL_FROM })
 */
export function createEmailSender({ url, from, timeoutMs = 10_000 }: EmailOptions): EmailSender {
  const sender = parseMailbox(from)
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url)) {
    throw new AppError('config', 'SMTP_URL is no smtp: or smtps: URL.')
  }
  const { auth, ...server } = parseConnectionUrl(url)
  const options = {
    ...server,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // A password never travels in the clear, except to this machine.
    requireTLS: auth !== undefined && !LOOPBACK.includes(String(server.host)),
    logger: false,
  }
  return {
    async send(mail) {
      const messageId = requireMessageId(mail.messageId)
      if (!isMailAddress(mail.to)) return refused('This is no e-mail address.')
      const content = await compose(mail, { messageId, sender })
      const envelope = { from: sender.address, to: mail.to, size: content.length }
      return deliver(
        { connection: new SMTPConnection(options), auth, envelope, content },
        timeoutMs,
      )
    },
  }
}

function compose(
  { to, subject, text }: Mail,
  { messageId, sender }: { messageId: string; sender: Mailbox },
): Promise<Buffer> {
  const composer = new MailComposer({
    messageId,
    from: sender,
    // As an object: text would be read as a list.
    to: { name: '', address: to },
    subject: oneLine(subject),
    text,
    // No holiday notes in answer to a machine.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

interface Delivery {
  connection: SMTPConnection
  auth: ReturnType<typeof parseConnectionUrl>['auth']
  envelope: { from: string; to: string; size: number }
  content: Buffer
}

function deliver(
  { connection, auth, envelope, content }: Delivery,
  timeoutMs: number,
): Promise<SendResult> {
  return new Promise((resolve) => {
    let handedOver = false
    const finish = (result: SendResult) => {
      clearTimeout(deadline)
      connection.close()
      resolve(result)
    }
    const fail = (error: SmtpFailure) => finish(resultOfFailure(error, handedOver))
    // A server that keeps saying a little never runs into the timeouts of silence.
    const deadline = setTimeout(() => {
      fail(Object.assign(new Error('It took too long.'), { code: 'ETIMEDOUT' }))
    }, 4 * timeoutMs)

    // Read only once the server has asked for the content: from then on a lost connection is undecidable.
    const message = Readable.from(
      (function* () {
        handedOver = true
        yield content
      })(),
    )
    const send = () => {
      connection.send(envelope, message, (error, info) => {
        if (error) fail(error)
        else finish({ outcome: 'sent', providerId: queueIdOf(info.response) })
      })
    }
    connection.on('error', fail)
    connection.connect((error) => {
      if (error) fail(error)
      else if (!auth) send()
      else {
        connection.login(auth, (refusal) => {
          if (refusal) fail(refusal)
          else send()
        })
      }
    })
  })
}

/** `250 2.0.0 Ok: queued as 4F1C…` and its like; servers word it as they please. */
const queueIdOf = (response: string | undefined): string | null =>
  /queued as ([\w.-]{1,100})/i.exec(response ?? '')?.[1] ?? null
