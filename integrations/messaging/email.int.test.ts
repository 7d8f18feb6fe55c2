import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type StartedMessaging, startMessaging } from '../sandbox/messaging/testing/start.ts'
import { connectionParked } from './connection-parked.ts'
import { createEmailSender, type Mail } from './email.ts'

const FROM = 'Halden Steam <portal@halden.example>'

const mailWith = (changes: Partial<Mail> = {}): Mail => ({
  messageId: '<parked.01@portal.example>',
  to: 'ops@halden.example',
  subject: 'Halden CRM is parked',
  text: 'Line one.\n.\n..two dots\nEnde – größer €\n',
  ...changes,
})

let sandbox: StartedMessaging
beforeAll(async () => {
  sandbox = await startMessaging()
})
afterEach(() => sandbox.forget())
afterAll(() => sandbox.close())

const send = (mail: Mail, url = sandbox.smtpUrl) =>
  createEmailSender({ url, from: FROM, timeoutMs: 250 }).send(mail)

describe('a mail', () => {
  it('arrives as it was written, under the Message-ID its sender chose', async () => {
    const result = await send(mailWith())
    expect(result).toEqual({
      outcome: 'sent',
      providerId: expect.stringMatching(/^sandbox-\d+$/) as string,
    })
    const [mail] = await sandbox.sent('?to=OPS@halden.example')
    expect(mail).toMatchObject({
      messageId: '<parked.01@portal.example>',
      subject: 'Halden CRM is parked',
      text: mailWith().text,
      to: ['ops@halden.example'],
    })
    expect(mail?.headers).toContainEqual({
      name: 'auto-submitted',
      line: 'Auto-Submitted: auto-generated',
    })
  })

  it('carries the alert of a parked connection', async () => {
    const alert = connectionParked({
      connection: 'Halden CRM',
      source: 'hubspot',
      reason: 'HubSpot refused our credentials.',
      parkedAt: new Date(),
      consoleUrl: 'https://portal.example/admin',
    })
    await send(mailWith(alert))
    expect((await sandbox.sent())[0]).toMatchObject(alert)
  })

  it('gets no header but ours, whatever is in its subject', async () => {
    await send(mailWith({ subject: 'Parked\r\nBcc: spy@evil.example\r\n\r\nBody' }))
    const [mail] = await sandbox.sent()
    expect(mail?.to).toEqual(['ops@halden.example'])
    expect(mail?.headers?.map((header) => header.name)).not.toContain('bcc')
    expect(mail?.subject).toBe('Parked Bcc: spy@evil.example Body')
  })

  it.each(['a@b.example, spy@evil.example', 'a@b.example\r\nRCPT TO:<spy@evil.example>', 'nobody'])(
    'to %j is refused before anything is sent',
    async (to) => {
      expect(await send(mailWith({ to }))).toMatchObject({ outcome: 'refused', retryable: false })
      expect(await sandbox.sent()).toEqual([])
    },
  )

  it('with a Message-ID that could carry another header is a mistake of ours', async () => {
    await expect(send(mailWith({ messageId: '<a@b>\r\nBcc: c@d.example' }))).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})

describe('a mail that does not arrive', () => {
  it.each([
    [550, false],
    [450, true],
    [421, true],
  ])('is refused by a reply of %i, worth another try: %s', async (status, retryable) => {
    sandbox.fault('smtp', { status })
    const result = await send(mailWith())
    expect(result).toMatchObject({ outcome: 'refused', code: String(status), retryable })
    expect(await sandbox.sent()).toEqual([])
  })

  it('or does, nobody knows, when the server takes it and never answers', async () => {
    sandbox.fault('smtp', { effect: 'execute_then_timeout' })
    expect(await send(mailWith())).toMatchObject({ outcome: 'unknown' })
    expect(await sandbox.sent()).toHaveLength(1)
  })

  it('stays undecided when the server dies after it was asked to take it', async () => {
    const server = await scripted(['220 x', '250 x', '250 x', '250 x', '354 go', null])
    expect(await send(mailWith(), server.url)).toMatchObject({ outcome: 'unknown' })
    server.close()
  })

  it.each([
    ['says nothing at all', []],
    ['hangs up at once', [null]],
    ['hangs up before it takes the content', ['220 x', '250 x', '250 x', null]],
  ])('was certainly not sent when the server %s', async (_how, script) => {
    const server = await scripted(script)
    const result = await send(mailWith(), server.url)
    server.close()
    expect(result).toMatchObject({ outcome: 'refused', retryable: true, code: null })
  })

  it('was certainly not sent when nobody listens', async () => {
    const server = await scripted([])
    server.close()
    const result = await send(mailWith(), server.url)
    expect(result).toMatchObject({ outcome: 'refused', retryable: true })
  })

  it('ends in time even when the server dawdles without ever being silent', async () => {
    const server = await dawdling()
    const begun = performance.now()
    const result = await send(mailWith(), server.url)
    server.close()
    expect(result).toMatchObject({ outcome: 'refused', retryable: true })
    expect(performance.now() - begun).toBeLessThan(5_000)
  })
})

it.each(['http://mail.example', 'mail.example', ''])('%j is no mail server', (url) => {
  expect(() => createEmailSender({ url, from: FROM })).toThrow(/SMTP_URL/)
})

interface Listening {
  url: string
  close(): void
}

async function listening(server: Server, sockets: Set<Socket>): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** Replies one line to each command in turn; null hangs up; afterwards silence. */
async function scripted(lines: readonly (string | null)[]): Promise<Listening> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const rest = [...lines]
    const next = () => {
      const line = rest.shift()
      if (line === null) socket.destroy()
      else if (line !== undefined) socket.write(`${line}\r\n`)
    }
    socket.on('data', next).on('error', () => undefined)
    next()
  })
  return listening(server, sockets)
}

/** A greeting that never ends. */
async function dawdling(): Promise<Listening> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const timer = setInterval(() => socket.write('220-wait\r\n'), 50)
    socket.on('close', () => clearInterval(timer)).on('error', () => undefined)
  })
  return listening(server, sockets)
}
