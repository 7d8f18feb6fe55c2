/** A mail server on loopback that accepts everything, keeps it in the outbox and delivers nothing to anybody. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { AppError } from '#workflows/contracts/errors.ts'
import type { FaultRule } from '../faults.ts'
import type { Outbox, OutboxMail } from './outbox.ts'

/** How long open connections may go on after closing, in milliseconds. */
const CLOSE_MS = 200
const MAX_BYTES = 25 * 2 ** 20

export interface SmtpPort {
  /** `smtp://127.0.0.1:{port}` */
  url: string
  close(): Promise<void>
}

export interface SmtpPortOptions {
  /** 0 for any free one. */
  port: number
  outbox: Outbox
  /** The rule that hits a mail, counted down. A status is the reply: 421, 450, 550 … */
  fault: () => FaultRule | null
  changed: () => void
}

type Done = (error?: Error | null, message?: string) => void

export async function openSmtpPort(options: SmtpPortOptions): Promise<SmtpPort> {
  const sockets = new Set<{ destroy: () => unknown }>()
  const server = new SMTPServer({
    banner: 'Portside sandbox, delivers to nobody',
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    size: MAX_BYTES,
    closeTimeout: CLOSE_MS,
    onAuth(auth, _session, callback) {
      callback(null, { user: auth.username ?? 'anybody' })
    },
    onData(stream, session, callback) {
      void receive({ stream, session, callback }, options).catch((error: unknown) => {
        callback(error instanceof Error ? error : new Error('The mail could not be read.'))
      })
    },
  })
  server.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  // A client that hangs up in the middle is no concern of the sandbox.
  server.on('error', () => undefined)
  const port = await listen(server, options.port)
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error) => {
      const message = `The sandbox cannot receive mail on port ${String(port)}.`
      reject(new AppError('config', message, { cause }))
    }
    server.server.once('error', failed)
    server.listen(port, '127.0.0.1', () => {
      server.server.off('error', failed)
      const address = server.server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

interface Receipt {
  stream: SMTPServerDataStream
  session: SMTPServerSession
  callback: Done
}

async function receive(
  { stream, session, callback }: Receipt,
  { outbox, fault, changed }: SmtpPortOptions,
): Promise<void> {
  // Read whole in any case: a server may only answer after the last line.
  const mail = await simpleParser(stream, { skipImageLinks: true, skipTextToHtml: true })
  const rule = fault()
  if (rule?.latencyMs) await sleep(rule.latencyMs)
  if (rule?.effect === 'drop') return
  if (rule?.status !== undefined) {
    const reply = new Error('A fault switch of the sandbox is on.')
    callback(Object.assign(reply, { responseCode: rule.status }))
    return
  }
  const { id } = outbox.add(mailOf(mail, session))
  changed()
  // Taken, and nobody hears of it: the sender runs into its timeout.
  if (rule?.effect === 'execute_then_timeout') return
  callback(null, `Ok: queued as sandbox-${String(id)}`)
}

function mailOf(mail: ParsedMail, { envelope }: SMTPServerSession): OutboxMail {
  return {
    channel: 'email',
    messageId: mail.messageId ?? null,
    from: mail.from?.text ?? (envelope.mailFrom ? envelope.mailFrom.address : ''),
    to: envelope.rcptTo.map((recipient) => recipient.address),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || null,
    headers: mail.headerLines.map(({ key, line }) => ({ name: key, line })),
    attachments: mail.attachments.map(({ filename, contentType, size }) => ({
      name: filename ?? null,
      type: contentType,
      size,
    })),
  }
}
