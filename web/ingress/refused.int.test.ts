/** What intake refuses, by status and trace: W01, W02, W05, W11 of the catalogue. */
import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { newId } from '#workflows/contracts/ids.ts'
import {
  orderEvent,
  sendWebhook,
  webhookHeaders,
  type WebhookToSend,
} from '../testing/order-webhook.ts'
import { newSecret } from '../testing/world.ts'
import { openWeb } from '../testing/open-web.ts'

const { world, web } = await openWeb()

const ofOurs = (): string => orderEvent({ customer: world.ours.customerId })

/** A webhook of the standard connection with a body of ours, unless told otherwise. */
const send = (change: Partial<WebhookToSend> = {}): Promise<Response> =>
  sendWebhook({
    url: web.url,
    connectionId: world.connectionId,
    secret: world.secret,
    body: ofOurs(),
    ...change,
  })

async function inboxOf(eventKey: string): Promise<Record<string, unknown>[]> {
  const { rows } = await world.sql.query<Record<string, unknown>>(
    'select * from inbox where event_key = $1',
    [eventKey],
  )
  return rows
}

async function refusals(connectionId: string | null, reason: string): Promise<number> {
  await web.parts.intake.refusals.idle()
  const { rows } = await world.sql.query<{ n: string }>(
    `select coalesce(sum(count), 0) as n from intake_refusals
     where connection_id is not distinct from $1 and reason = $2`,
    [connectionId, reason],
  )
  return Number(rows[0]?.n)
}

describe('a refused webhook leaves no row, a count, and nothing to learn', () => {
  const key = (): Buffer => Buffer.from(world.secret.slice('whsec_'.length), 'base64')
  const cases: [string, () => Partial<WebhookToSend>, string][] = [
    ['no signature', () => ({ headers: { 'webhook-signature': undefined } }), 'missing_signature'],
    ['a wrong signature', () => ({ headers: { 'webhook-signature': 'v1,AAAA' } }), 'bad_signature'],
    [
      'scheme v0',
      () => ({ headers: { 'webhook-signature': `v0,${'A'.repeat(43)}=` } }),
      'bad_signature',
    ],
    [
      'a signature of the right length',
      () => ({ headers: { 'webhook-signature': `v1,${'A'.repeat(43)}=` } }),
      'bad_signature',
    ],
    [
      'upper-case hex',
      () => ({
        headers: {
          'webhook-signature': `v1,${createHmac('sha256', key()).update('x').digest('hex').toUpperCase()}`,
        },
      }),
      'bad_signature',
    ],
    ['a secret of nobody', () => ({ secret: newSecret() }), 'bad_signature'],
    ['a timestamp 301 s old', () => ({ age: 302 }), 'timestamp_past'],
    ['a timestamp 301 s ahead', () => ({ age: -302 }), 'timestamp_future'],
  ]
  it.each(cases)('401 for %s', async (name, change, reason) => {
    const before = await refusals(world.connectionId, reason)
    const answer = await send({ id: `refused ${name}`, ...change() })
    expect(answer.status).toBe(401)
    const body: unknown = await answer.json()
    expect(body).toEqual({
      error: {
        code: 'unauthenticated',
        message: 'This webhook was refused.',
        requestId: answer.headers.get('x-request-id'),
      },
    })
    expect(await inboxOf(`refused ${name}`)).toHaveLength(0)
    expect(await refusals(world.connectionId, reason)).toBe(before + 1)
  })

  it('401 when the bytes are not the signed ones: re-serialised, extended, with a BOM, or packed', async () => {
    const body = ofOurs()
    const altered: (string | Buffer)[] = [
      JSON.stringify(JSON.parse(body), null, 1),
      `${body}\n`,
      `\ufeff${body}`,
      gzipSync(body),
    ]
    for (const bytes of altered) {
      const headers = webhookHeaders({
        url: web.url,
        connectionId: world.connectionId,
        secret: world.secret,
        body,
        id: 'altered',
        headers: bytes instanceof Buffer ? { 'content-encoding': 'gzip' } : {},
      })
      const answer = await fetch(`${web.url}/webhooks/orders/${world.connectionId}`, {
        method: 'POST',
        headers,
        body: typeof bytes === 'string' ? bytes : new Uint8Array(bytes),
      })
      expect(answer.status).toBe(401)
    }
    expect(await inboxOf('altered')).toHaveLength(0)
  })

  it('accepts a timestamp exactly at the edge', async () => {
    expect((await send({ age: 299 })).status).toBe(202)
    expect((await send({ age: -299 })).status).toBe(202)
  })

  it('401 with the secret of another connection, and for the address of another source', async () => {
    const other = await world.addConnection()
    expect((await send({ secret: other.secret })).status).toBe(401)
    const stripe = await send({ source: 'stripe' })
    expect(stripe.status).toBe(401)
    expect(await refusals(world.connectionId, 'wrong_source')).toBe(1)
  })

  it('404 for a connection that does not exist, whatever its id looks like', async () => {
    for (const connectionId of [
      newId(),
      'nonsense',
      "x' or 1=1",
      '%00',
      world.connectionId.toUpperCase(),
    ]) {
      const answer = await send({ connectionId: encodeURIComponent(connectionId) })
      expect(answer.status).toBe(404)
    }
    expect(await refusals(null, 'unknown_connection')).toBe(5)
  })

  it('410 for a disabled connection, to its own sender only', async () => {
    const { id, secret } = await world.addConnection({ state: 'disabled' })
    expect((await send({ connectionId: id, secret })).status).toBe(410)
    expect((await send({ connectionId: id, secret: newSecret() })).status).toBe(401)
  })

  it('413 for more than 1 MB, announced or not, and exactly 1 MB is taken', async () => {
    const big = Buffer.alloc(5 * 2 ** 20, 'x')
    expect((await send({ body: big })).status).toBe(413)
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 40; i++) controller.enqueue(big.subarray(0, 65_536))
        controller.close()
      },
    })
    const options = {
      url: web.url,
      connectionId: world.connectionId,
      secret: world.secret,
      body: 'x',
    }
    const unannounced = await fetch(`${web.url}/webhooks/orders/${world.connectionId}`, {
      method: 'POST',
      headers: webhookHeaders(options),
      body: stream,
      duplex: 'half',
    } as RequestInit)
    expect(unannounced.status).toBe(413)
    expect((await send({ body: Buffer.alloc(2 ** 20, ' ') })).status).toBe(202)
  })

  it('keeps the last 20 refusals as samples without their bodies', async () => {
    const { id } = await world.addConnection()
    for (let i = 0; i < 25; i++) await send({ connectionId: id, id: `sample_${String(i)}` })
    expect(await refusals(id, 'bad_signature')).toBe(25)
    const { rows } = await world.sql.query<{ event_key: string }>(
      'select event_key from intake_refusal_samples where connection_id = $1 order by at',
      [id],
    )
    expect(rows.map((row) => row.event_key)).toEqual(
      Array.from({ length: 20 }, (_, i) => `sample_${String(i + 5)}`),
    )
  })

  it('needs no cookie, no origin, and no session, and is POST only', async () => {
    const evil = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }
    expect((await send({ headers: evil })).status).toBe(202)
    expect((await fetch(`${web.url}/webhooks/orders/${world.connectionId}`)).status).toBe(404)
  })
})
