import { createServer, type Server } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RecordChange } from '#workflows/contracts/records.ts'
import { hubspot } from '../../hubspot/index.ts'
import { idOf, readerAt } from '../../hubspot/testing/reading.ts'
import type { WebhookRequest } from '../../kit/connector.ts'
import { type StartedStandIn, startHubspot, TEST_TOKEN } from './testing/start.ts'

const SECRET = 'client-secret-of-the-app'

let sandbox: StartedStandIn
let receiver: Server
let received: WebhookRequest[]
/** Statuses the receiver answers before it answers 202. */
let answers: number[]

beforeEach(async () => {
  received = []
  answers = []
  let url = ''
  receiver = createServer((request, response) => {
    void buffer(request).then((rawBody) => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      received.push({ rawBody, headers, url, method: 'POST', receivedAt: new Date() })
      response.writeHead(answers.shift() ?? 202).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/hook?to=a%40b`
  sandbox = await startHubspot()
  await sandbox.control('/hubspot/seed', {
    companies: [
      { id: '7', properties: { name: 'Vellmar Dairy' } },
      { id: '8', properties: { name: 'Calder Foods' } },
    ],
    contacts: [
      { id: '51', properties: { firstname: 'Ines' }, company: '7' },
      { id: '52', properties: { firstname: 'Jonas' }, company: '7' },
    ],
    at: Date.parse('2026-11-20T12:00:00Z'),
  })
  await sandbox.control('/webhooks/hubspot', { url, secret: SECRET }, 'PUT')
})
afterEach(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await sandbox.close()
})

const act = (path: string, body?: unknown) => sandbox.control(`/hubspot/${path}`, body)
const arrived = (count: number) =>
  expect.poll(() => received.length, { timeout: 10_000, interval: 20 }).toBe(count)

const queue = z.object({
  waiting: z.number(),
  events: z.array(z.object({ state: z.string(), attempts: z.number(), type: z.string() })),
})
const deliveries = async () =>
  queue.parse((await sandbox.control('/hubspot/deliveries', undefined, 'GET')).body)
const quiet = () =>
  expect.poll(async () => (await deliveries()).waiting, { timeout: 10_000 }).toBe(0)

const rows = () =>
  received.flatMap((request) =>
    hubspot.parse(request).flatMap((result) => (result.type === 'event' ? [result.event] : [])),
  )

describe('a change in the CRM', () => {
  it('is told so that our own verifier accepts it, under the address as it is registered', async () => {
    await act('companies/7/rename', { name: 'Vellmar Dairy AG' })
    await arrived(1)
    const [request] = received
    if (!request) throw new Error('Nothing came.')
    expect(hubspot.verify(request, [SECRET])).toEqual({ ok: true })
    expect(hubspot.verify(request, ['another'])).toMatchObject({ ok: false })
    expect(rows()).toMatchObject([
      { eventType: 'company.propertyChange', kind: 'company', externalCustomerId: '7' },
    ])
  })

  it('is told in batches of up to a hundred when many happen while nobody listens', async () => {
    sandbox.fault('webhooks', { status: 503, times: 1 })
    await act('companies/7/rename', { name: 'A' })
    const properties = Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [`p${index}`, 'x']),
    )
    await act('contacts/51/change', { properties })
    await quiet()
    const sizes = received.map((request) => hubspot.parse(request).length)
    expect(Math.max(...sizes)).toBe(100)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(121)
  })

  it('is told again after a failure, as the same event', async () => {
    answers = [503]
    await act('companies/7/rename', { name: 'B' })
    await arrived(2)
    expect(new Set(rows().map((row) => row.eventKey)).size).toBe(1)
    expect(received[1]?.rawBody.toString()).toContain('"attemptNumber":1')
  })

  it('is told once and never again when it was refused, until someone asks for it', async () => {
    answers = [401]
    await act('companies/7/rename', { name: 'C' })
    await quiet()
    expect((await deliveries()).events).toMatchObject([{ state: 'failed', attempts: 1 }])
    expect((await act('deliveries/resend')).status).toBe(202)
    await arrived(2)
  })

  it.each([
    ['twice', { effect: 'duplicate', times: 1 }, 2],
    ['again because the answer got lost', { effect: 'execute_then_timeout', times: 1 }, 2],
    ['never', { effect: 'drop', times: 1 }, 0],
  ] as const)('may come %s, by a fault switch', async (_how, rule, count) => {
    sandbox.fault('webhooks', rule)
    await act('companies/7/rename', { name: 'D' })
    await quiet()
    await arrived(count)
  })
})

/** What a hub does with the events: whatever they mean, applied in the order of arrival. */
async function mirrored(): Promise<Map<string, RecordChange>> {
  const reader = readerAt(`${sandbox.url}/hubspot`, TEST_TOKEN)
  const held = new Map<string, RecordChange>()
  for (const row of rows()) {
    const meant = hubspot.toChange(row.body)
    const atLeast = row.version ?? 0
    const change =
      meant.type === 'fetch'
        ? await reader.get(meant.kind, meant.externalId, { atLeast })
        : meant.type === 'change'
          ? meant.change
          : null
    if (change) held.set(idOf(change), change)
  }
  return held
}

describe('following the events', () => {
  it('shows a contact at its new company', async () => {
    await act('contacts/51/move', { company: '8' })
    await quiet()
    expect((await mirrored()).get('51')).toMatchObject({ record: { externalCustomerId: '8' } })
  })

  it('shows a deleted object as gone, and a restored one again', async () => {
    await act('companies/7/delete')
    await quiet()
    const gone = await mirrored()
    expect(gone.get('7')).toMatchObject({ type: 'delete', externalCustomerId: '7' })
    expect(gone.get('51')).toMatchObject({ record: { externalCustomerId: null } })
    await act('companies/7/restore')
    await quiet()
    const back = await mirrored()
    expect(back.get('7')).toMatchObject({ type: 'upsert', record: { name: 'Vellmar Dairy' } })
    expect(back.get('51')).toMatchObject({ record: { externalCustomerId: '7' } })
  })

  it('shows the winner of a merge with everything, and the loser as gone', async () => {
    await act('companies/8/merge', { loser: '7' })
    await quiet()
    const held = await mirrored()
    expect(held.get('8')).toMatchObject({ record: { name: 'Calder Foods' } })
    expect(held.get('7')).toMatchObject({ type: 'delete' })
    expect(held.get('52')).toMatchObject({ record: { externalCustomerId: '8' } })
  })

  it('shows a forgotten contact as gone, and HubSpot knows nothing of it', async () => {
    await act('contacts/51/forget')
    await quiet()
    expect((await mirrored()).get('51')).toMatchObject({ type: 'delete' })
    const reader = readerAt(`${sandbox.url}/hubspot`, TEST_TOKEN)
    expect(await reader.get('contact', '51')).toBeNull()
  })
})

it('what a control call got wrong is told in words', async () => {
  expect((await act('companies/99/rename', { name: 'X' })).status).toBe(404)
  expect((await act('companies/7/forget')).status).toBe(404)
  expect((await act('deals')).status).toBe(404)
  expect((await act('companies/7/rename', { title: 'X' })).status).toBe(400)
  expect((await act('companies/7/merge', { loser: '7' })).status).toBe(409)
  await act('companies/8/delete')
  expect((await act('companies/8/rename', { name: 'X' })).status).toBe(409)
})

it('the secret of the app is never shown', async () => {
  const { body } = await sandbox.control('/webhooks/hubspot', undefined, 'GET')
  expect(JSON.stringify(body)).not.toContain(SECRET)
  expect(body).toMatchObject({ registered: true })
})
