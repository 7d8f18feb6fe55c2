/** P05, X07: secrets planted by real requests, a webhook and a mail are in no log line, history or span. */
import { randomBytes } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { queueAccountMail } from '#db/system/account-mails.ts'
import { withSystem } from '#db/system/system.ts'
import type { Mail } from '#integrations/messaging/email.ts'
import { startTracing, type Tracing } from '#integrations/kit/watch/tracing.ts'
import { createBrowser } from '#web/testing/browser.ts'
import { orderEvent, sendWebhook } from '#web/testing/order-webhook.ts'
import { PASSWORD } from '#web/testing/world.ts'
import { eventually } from '#workflows/testing/mirror.ts'
import { startCollector, type Collector } from './testing/collector.ts'
import { startWatchedStack, type WatchedStack } from './testing/watched-stack.ts'

const token = (): string => `Aa${randomBytes(31).toString('base64url').slice(0, 41)}`
const planted = {
  wrongPassword: 'planted-wrong-password',
  inviteInPath: token(),
  resetInQuery: token(),
  resetInMail: token(),
  signature: randomBytes(32).toString('hex'),
  totp: 'JBSWY3DPEHPK3PXPPLANTED',
  bearer: 'planted.bearer.token',
  card: '4242 4242 4242 4242',
  bareCard: '5555555555554444',
  mailBody: 'planted words to a customer',
}

let collector: Collector
let tracing: Tracing
let stack: WatchedStack
const sent: Mail[] = []
const secrets: string[] = [PASSWORD, ...Object.values(planted)]

beforeAll(async () => {
  collector = await startCollector()
  tracing = await startTracing('portside-test', {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_TRACES_SAMPLER_ARG: 1,
  })
  // As mail servers do, it quotes what it refuses.
  const send = (mail: Mail) => {
    sent.push(mail)
    const reason = `550 refused ${mail.text.slice(mail.text.indexOf('http'), 400)}`
    return Promise.resolve({ outcome: 'refused', reason, code: null, retryable: false } as const)
  }
  stack = await startWatchedStack({ tracing, mail: { sender: { send }, host: 'portal.test' } })
  secrets.push(stack.world.secret, stack.world.encryptionKeys.slice(3))
  await plantByRequests()
  await plantByWebhooks()
}, 60_000)
afterAll(async () => {
  await stack.close()
  await tracing.close()
  await collector.close()
})

async function plantByRequests(): Promise<void> {
  const { web, world } = stack
  const { email } = world.ours.members.admin
  const browser = createBrowser(web.url)
  await browser.signIn(email, planted.wrongPassword)
  expect((await browser.signIn(email)).status).toBe(303)
  for (const pair of browser.cookie().split('; ')) {
    const value = pair.slice(pair.indexOf('=') + 1)
    if (value.length > 30) secrets.push(value)
  }
  expect(secrets.length).toBe(Object.keys(planted).length + 4)
  await browser.fetch(`/invite/${planted.inviteInPath}`, {
    headers: { referer: `${web.url}/reset?token=${planted.resetInQuery}` },
  })
  await browser.fetch(`/files/a.pdf?X-Amz-Signature=${planted.signature}`)
  await browser.query('portal.session.get', {
    headers: { authorization: `Bearer ${planted.bearer}` },
  })
  await browser.query('portal.orders.search', { input: { text: planted.card, limit: 5 } })
  await browser.query('portal.orders.search', { input: { text: 5, totp: planted.totp } })
  await browser.fetch('/csp-report', {
    method: 'POST',
    headers: { 'content-type': 'application/csp-report' },
    body: JSON.stringify({
      'csp-report': {
        'document-uri': `${web.url}/reset?token=${planted.resetInQuery}&x=1`,
        'blocked-uri': `https://files.test/a?X-Amz-Signature=${planted.signature}`,
        'script-sample': `card ${planted.bareCard}`,
      },
    }),
  })
  await browser.fetch('/t/%0d%0a%1b[2J/home', { headers: { 'user-agent': 'x \u009b31m' } })
  await browser.signOut()
}

async function plantByWebhooks(): Promise<void> {
  const { web, world, deps, gateway } = stack
  const text = `${planted.mailBody} ${planted.card} ${planted.bareCard}`
  const good = orderEvent({ customer: world.ours.customerId, id: 'ord_planted' })
  const base = { url: web.url, connectionId: world.connectionId, secret: world.secret }
  await sendWebhook({ ...base, body: good.replace('Pressure valves', text) })
  // Rightly signed, but of no use: its reason is told, what it held is not.
  await sendWebhook({ ...base, body: good.replace('"EUR"', JSON.stringify(text)) })
  await sendWebhook({ ...base, body: `{"type": ${text}` })
  const mailId = await withSystem(deps.db, (trx) =>
    queueAccountMail(trx, deps.keyring, {
      template: 'password-reset',
      to: 'ada@northgate.test',
      values: {
        ...{ name: planted.mailBody, operator: 'Halden Steam', minutes: '30' },
        link: `https://portal.test/reset/${planted.resetInMail}`,
      },
      lifetimeMs: 60_000,
    }),
  )
  await gateway.startAccountMail({ mailId })
  await eventually(() => {
    expect(stack.workerLog()).toContain('mail not sent')
    expect(stack.workerLog()).toContain('events drained')
    return Promise.resolve()
  })
  expect(sent[0]?.text).toContain(planted.resetInMail)
}

/** What is found of the secrets, as it was planted and as a query or a history would write it. */
const foundIn = (text: string): string[] =>
  secrets.filter((secret) =>
    [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').slice(0, -4)].some(
      (form) => text.includes(form),
    ),
  )

test('no log line holds a secret, and what was planted did come by', () => {
  const text = stack.web.log() + stack.workerLog()
  for (const word of ['/invite/', 'content security policy violated', '550 refused']) {
    expect(text).toContain(word)
  }
  expect(foundIn(text)).toEqual([])
})

test('every log line is one JSON object of bounded length', () => {
  for (const log of [stack.web.log(), stack.workerLog()]) {
    for (const line of log.trimEnd().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) as unknown })
      expect(line.length).toBeLessThan(70_000)
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
    }
  }
})

test('no history of Temporal holds one', async () => {
  const { address, namespace } = inject('temporal')
  const client = new Client({ connection: await Connection.connect({ address }), namespace })
  try {
    const texts: string[] = []
    for await (const { workflowId } of client.workflow.list()) {
      if (!workflowId.startsWith(stack.prefix)) continue
      const handle = client.workflow.getHandle(workflowId)
      // Payloads are bytes; as text they can be searched.
      texts.push(
        JSON.stringify(await handle.fetchHistory(), (_key, value: unknown) =>
          value instanceof Uint8Array ? Buffer.from(value).toString() : value,
        ),
      )
    }
    expect(texts.length).toBeGreaterThanOrEqual(2)
    expect(foundIn(texts.join('\n'))).toEqual([])
  } finally {
    await client.connection.close()
  }
})

test('no span holds one', async () => {
  await eventually(() => {
    expect(collector.text()).toContain('activity sendAccountMail')
    return Promise.resolve()
  })
  expect(foundIn(collector.text())).toEqual([])
})
