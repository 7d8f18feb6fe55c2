import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { verifyWebhook } from '../../kit/signature.ts'
import { versionOfChange } from '#workflows/contracts/records.ts'
import { WIRE_EVENTS } from '../../orders/wire-kinds.ts'
import { wireOrderWith } from '../../orders/testing/wire-order.ts'
import { type Control, startSandbox } from '../testing/start.ts'

const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS1maXJzdC1jb25uZWN0aW9u'

interface Received {
  id: string
  headers: IncomingHttpHeaders
  raw: Buffer
  version: number
}

let sandbox: Control
let receiver: Server
let received: Received[]
/** Statuses the receiver answers before it answers 202. */
let answers: number[]
let url: string

beforeEach(async () => {
  received = []
  answers = []
  receiver = createServer((request, response) => {
    void buffer(request).then((raw) => {
      const version = versionOfChange(WIRE_EVENTS.order.parse(JSON.parse(raw.toString())).data)
      received.push({
        id: String(request.headers['webhook-id']),
        headers: request.headers,
        raw,
        version,
      })
      response.writeHead(answers.shift() ?? 202).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/hook`
  sandbox = await startSandbox()
  await sandbox.seed([wireOrderWith(), wireOrderWith({ id: 'ord_2', number: 'SO-2' })])
  await sandbox.send('PUT', '/control/webhooks/orders', { url, secret: SECRET })
})
afterEach(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await sandbox.close()
})

const note = (id = 'ord_1') =>
  sandbox.send('POST', `/control/orders/${id}/note`, { text: 'Hello.' })
const fault = (rule: Record<string, unknown>) =>
  sandbox.send('PUT', '/control/faults', { route: 'webhooks', ...rule })
const arrived = (count: number) =>
  expect.poll(() => received.length, { timeout: 10_000, interval: 20 }).toBe(count)

const shown = z.object({
  waiting: z.number(),
  deliveries: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      attempts: z.number(),
      status: z.number().nullable(),
    }),
  ),
})
async function deliveries() {
  return shown.parse((await sandbox.get('/control/deliveries')).body)
}
const settled = (state: string) =>
  expect
    .poll(async () => (await deliveries()).deliveries[0]?.state, { timeout: 10_000 })
    .toBe(state)

describe('a delivery', () => {
  it('is signed so that our own verifier accepts it, and carries the whole order', async () => {
    await note()
    await arrived(1)
    const [first] = received
    const headers = Object.fromEntries(
      Object.entries(first?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    )
    const rawBody = first?.raw ?? Buffer.alloc(0)
    const now = new Date()
    expect(verifyWebhook({ rawBody, headers, secrets: [SECRET], now })).toEqual({ ok: true })
    const other = 'whsec_c2VjcmV0LW9mLWFub3RoZXItY29ubmVjdGlvbiEh'
    expect(verifyWebhook({ rawBody, headers, secrets: [other], now }).ok).toBe(false)
    expect(first?.version).toBe(4)
  })

  it('is tried again with the same id until it is accepted', async () => {
    answers = [503, 500]
    await note()
    await arrived(3)
    expect(new Set(received.map((message) => message.id)).size).toBe(1)
    await settled('delivered')
    expect((await deliveries()).deliveries[0]).toMatchObject({ attempts: 3, status: 202 })
  })

  it('keeps the order of one object even while the first attempt fails', async () => {
    answers = [503]
    await note()
    await note()
    await note('ord_2')
    await arrived(4)
    const first = received.filter((message) => message.raw.includes('"id":"ord_1"'))
    expect(first.map((message) => message.version)).toEqual([4, 4, 5])
  })

  it('is given up after a few refusals and can be sent again by hand', async () => {
    answers = Array.from({ length: 5 }, () => 401)
    await note()
    await settled('failed')
    expect(received).toHaveLength(5)
    const id = received[0]?.id ?? ''
    expect((await sandbox.send('POST', `/control/deliveries/${id}/resend`)).status).toBe(202)
    await settled('delivered')
    expect(received.at(-1)?.id).toBe(id)
  }, 20_000)

  it('is not made at all when no webhook is registered', async () => {
    await sandbox.send('DELETE', '/control/webhooks/orders')
    await note()
    expect(await deliveries()).toEqual({ waiting: 0, deliveries: [] })
  })
})

describe('the fault switches of webhooks', () => {
  it('lose one for good', async () => {
    await fault({ effect: 'drop', times: 1 })
    await note()
    await note()
    await arrived(1)
    expect(received[0]?.version).toBe(5)
    expect((await deliveries()).deliveries.map(({ state }) => state)).toEqual([
      'delivered',
      'dropped',
    ])
  })

  it('send one twice under the same id', async () => {
    await fault({ effect: 'duplicate', times: 1 })
    await note()
    await arrived(2)
    expect(received[0]?.id).toBe(received[1]?.id)
  })

  it('deliver, lose the answer and send again', async () => {
    await fault({ effect: 'execute_then_timeout', times: 1 })
    await note()
    await arrived(2)
    expect(received[0]?.id).toBe(received[1]?.id)
    await settled('delivered')
  })

  it('send the changes of one order in reverse', async () => {
    await fault({ effect: 'shuffle' })
    await note()
    await note()
    await note()
    await arrived(3)
    expect(received.map((message) => message.version)).toEqual([6, 5, 4])
  })

  it('take a status as answered without sending anything', async () => {
    await fault({ status: 500, times: 2 })
    await note()
    await arrived(1)
    await settled('delivered')
    expect((await deliveries()).deliveries[0]?.attempts).toBe(3)
  })
})

it('the secret of a webhook is never shown', async () => {
  const answer = await sandbox.get('/control/webhooks/orders')
  expect(answer.body).toEqual({ url, registered: true })
  const refused = await sandbox.send('PUT', '/control/webhooks/orders', {
    url,
    secret: 'plain text!',
  })
  expect(refused.status).toBe(400)
})
