/** What intake accepts and how it is kept: W01, W09, W10 of the catalogue. */
import { describe, expect, it } from 'vitest'
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

describe('an accepted webhook', () => {
  it('is in the inbox of the linked tenant when 202 is answered, and pokes its lane', async () => {
    const before = web.pokes.length
    const answer = await send({ id: 'ok_1' })
    expect(answer.status).toBe(202)
    expect(await answer.json()).toEqual({ status: 'accepted' })
    const [row] = await inboxOf('ok_1')
    expect(row).toMatchObject({
      tenant_id: world.ours.id,
      state: 'pending',
      event_type: 'order.updated',
      external_id: 'ord_1',
      request_id: answer.headers.get('x-request-id'),
      body: ofOurs(),
    })
    expect(web.pokes.slice(before)).toEqual([
      { connectionId: world.connectionId, tenantId: world.ours.id },
    ])
  })

  it('has one effect however often it is sent, one by one or 50 at once', async () => {
    for (let i = 0; i < 10; i++) expect((await send({ id: 'dup' })).status).toBe(202)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => send({ id: 'dup_parallel' })),
    )
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]))
    expect(await inboxOf('dup')).toHaveLength(1)
    expect(await inboxOf('dup_parallel')).toHaveLength(1)
  })

  it('is kept as unmapped, without a poke, when nobody is linked', async () => {
    const before = web.pokes.length
    const answer = await send({ id: 'unlinked', body: orderEvent({ customer: 'C-nobody' }) })
    expect(answer.status).toBe(202)
    expect(await inboxOf('unlinked')).toMatchObject([{ state: 'unmapped', tenant_id: null }])
    expect(web.pokes).toHaveLength(before)
  })

  it('is kept visible when its type is unknown', async () => {
    const body = orderEvent({ customer: world.ours.customerId, type: 'order.teleported' })
    expect((await send({ id: 'unknown_type', body })).status).toBe(202)
    expect(await inboxOf('unknown_type')).toMatchObject([
      { state: 'ignored', event_type: 'order.teleported' },
    ])
  })

  it.each([
    ['broken JSON', '{"type":'],
    ['an empty body', ''],
    ['a wrong shape', '{"type":"order.updated","data":{}}'],
    [
      'numbers beyond 2^53',
      orderEvent({ customer: 'C-1' }).replace('"version":1', '"version":9007199254740993'),
    ],
    ['a NUL', '{"type":"\0"}'],
    ['deep nesting', '['.repeat(10_000) + ']'.repeat(10_000)],
  ])('is quarantined with a reason when rightly signed with %s', async (name, body) => {
    const id = `broken ${name}`
    expect((await send({ id, body })).status).toBe(202)
    const [row] = await inboxOf(id)
    expect(row).toMatchObject({ state: 'quarantined' })
    expect(row?.['reason']).toEqual(expect.stringMatching(/.{10}/))
  })

  it('takes every event while its connection is paused or parked', async () => {
    for (const state of ['paused', 'parked']) {
      const { id, secret } = await world.addConnection({ state })
      expect((await send({ connectionId: id, secret, id: state })).status).toBe(202)
      expect(await inboxOf(state)).toHaveLength(1)
    }
  })

  it('may be signed with any active secret, also one that was added a moment ago', async () => {
    const [old, next] = [newSecret(), newSecret()]
    const { id } = await world.addConnection({ secrets: [old, next] })
    for (const secret of [old, next]) {
      expect((await send({ connectionId: id, secret })).status).toBe(202)
    }
  })

  it('may come in chunks, and with several signatures of which one is right', async () => {
    const body = ofOurs()
    const options = { url: web.url, connectionId: world.connectionId, secret: world.secret, body }
    const headers = webhookHeaders({ ...options, id: 'chunked' })
    headers['webhook-signature'] = `v1,AAAA v1a,xyz ${headers['webhook-signature'] ?? ''}`
    const chunks = new ReadableStream({
      start(controller) {
        for (const character of body) controller.enqueue(new TextEncoder().encode(character))
        controller.close()
      },
    })
    const answer = await fetch(`${web.url}/webhooks/orders/${world.connectionId}`, {
      method: 'POST',
      headers,
      body: chunks,
      duplex: 'half',
    } as RequestInit)
    expect(answer.status).toBe(202)
    expect(await inboxOf('chunked')).toHaveLength(1)
  })
})
