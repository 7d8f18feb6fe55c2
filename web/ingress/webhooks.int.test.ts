/** What intake accepts and how it is kept, all of it with Temporal down: W01, W04, W06, W09, W10 of the catalogue. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { createDatabase } from '#db/client.ts'
import { createKeyring, seal } from '#db/secrets.ts'
import { saveConnection } from '#db/system/connections.ts'
import { pruneSecrets } from '#db/system/retention.ts'
import { withSystem } from '#db/system/system.ts'
import { createLogger } from '#integrations/kit/logger.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { createGateway } from '#workflows/gateway.ts'
import {
  orderEvent,
  sendWebhook,
  webhookHeaders,
  type WebhookToSend,
} from '../testing/order-webhook.ts'
import { newSecret } from '../testing/world.ts'
import { openWeb } from '../testing/open-web.ts'

const temporal = createGateway({
  // Where nobody listens.
  address: '127.0.0.1:9',
  namespace: 'default',
  prefix: '',
  logger: createLogger('test', 'fatal'),
})
const { database, world, web } = await openWeb(() => ({
  onPoke: (lane) => {
    temporal.pokeDrain(lane)
  },
}))
const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
const worker = createDatabase({ url: database.workerUrl, name: 'test' })
afterAll(() => Promise.all([temporal.close(), owner.close(), worker.close()]))

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

  it('is taken from 50 senders at once, all of them, each one’s in its order (W06)', async () => {
    expect(await temporal.isUp()).toBe(false)
    const sender = async (_: unknown, at: number): Promise<number[]> => {
      const statuses: number[] = []
      for (let n = 0; n < 3; n++) {
        statuses.push((await send({ id: `crowd ${String(at)} ${String(n)}` })).status)
      }
      return statuses
    }
    const answers = await Promise.all(Array.from({ length: 50 }, sender))
    expect(new Set(answers.flat())).toEqual(new Set([202]))
    const { rows } = await world.sql.query<{ keys: string[] }>(
      `select array_agg(event_key order by received_at) as keys from inbox
       where event_key like 'crowd %' group by split_part(event_key, ' ', 2)`,
    )
    expect(rows.flatMap(({ keys }) => keys)).toHaveLength(150)
    for (const { keys } of rows) expect(keys).toEqual(keys.toSorted())
  })

  describe('while its secret is rotated (W04)', () => {
    const setSecrets = (id: ConnectionId, secrets: readonly string[]) => {
      const keyring = createKeyring(world.encryptionKeys)
      const sealed = secrets.map((each) =>
        seal(keyring, { owner: id, field: 'webhook_secrets' }, each),
      )
      const set = 'update connections set webhook_secrets = $2 where id = $1'
      return world.sql.query(set, [id, JSON.stringify(sealed)])
    }

    it('is taken with either of 400, 16 at a time, and with the new one only in the end', async () => {
      const [old, next] = [newSecret(), newSecret()]
      const { id } = await world.addConnection({ secrets: [old] })
      let [sent, isRotated] = [0, false]
      const statuses: number[] = []
      const sender = async (): Promise<void> => {
        while (sent < 400) {
          const n = sent++
          if (n === 100) {
            await setSecrets(id, [old, next])
            isRotated = true
          }
          const secret = isRotated && n % 2 === 1 ? next : old
          const answer = await send({ connectionId: id, secret, id: `mixed ${String(n)}` })
          statuses.push(answer.status)
        }
      }
      await Promise.all(Array.from({ length: 16 }, sender))
      expect(statuses).toEqual(Array(400).fill(202))
      const { rows } = await world.sql.query('select 1 from inbox where connection_id = $1', [id])
      expect(rows).toHaveLength(400)
      await setSecrets(id, [next])
      await web.parts.intake.connections.refresh(id)
      expect((await send({ connectionId: id, secret: old })).status).toBe(401)
      expect((await send({ connectionId: id, secret: next })).status).toBe(202)
    })

    it('is taken at once with the new one, however lately the connection was looked at', async () => {
      const [old, next] = [newSecret(), newSecret()]
      const { id } = await world.addConnection({ secrets: [old] })
      await web.parts.intake.connections.find(id)
      await setSecrets(id, [old, next])
      expect((await send({ connectionId: id, secret: next })).status).toBe(202)
    })
  })

  describe('after its secret was replaced (W04)', () => {
    const replaceBy = (id: ConnectionId, secret: string, endsOldSecrets = false) =>
      withSystem(owner, (trx) =>
        saveConnection(trx, createKeyring(world.encryptionKeys), {
          ...{ id, source: 'orders', name: 'Rotated', baseUrl: 'https://orders.example' },
          ...{ credentials: {}, webhookSecrets: [secret], endsOldSecrets },
        }),
      )
    /** Once the intake has looked again. */
    const statusWith = async (id: ConnectionId, secret: string): Promise<number> => {
      await sleep(60)
      await web.parts.intake.connections.refresh(id)
      return (await send({ connectionId: id, secret })).status
    }
    const heldBy = async (id: ConnectionId): Promise<unknown[]> => {
      const { rows } = await world.sql.query<{ held: unknown[] }>(
        'select retiring_secrets as held from connections where id = $1',
        [id],
      )
      return rows[0]?.held ?? []
    }

    it('is taken with the old one for a day, then refused, and the old one is not kept', async () => {
      const [old, next] = [newSecret(), newSecret()]
      const { id } = await world.addConnection({ secrets: [old] })
      await replaceBy(id, next)
      expect([await statusWith(id, old), await statusWith(id, next)]).toEqual([202, 202])
      // Said again it is no second change.
      await replaceBy(id, next)
      const age = (hours: number) =>
        world.sql.query(
          `update connections set secrets_retire_at = secrets_retire_at - make_interval(hours => $2) where id = $1`,
          [id, hours],
        )
      await age(23)
      expect(await statusWith(id, old)).toBe(202)
      await age(1)
      expect([await statusWith(id, old), await statusWith(id, next)]).toEqual([401, 202])
      expect(await heldBy(id)).toHaveLength(1)
      expect(
        await withSystem(worker, (trx) => pruneSecrets(trx, { olderThanMs: 0, limit: 10 })),
      ).toBe(1)
      expect(await heldBy(id)).toEqual([])
      expect(await statusWith(id, next)).toBe(202)
    })

    it('is refused with the old one at once where that was said', async () => {
      const [old, next] = [newSecret(), newSecret()]
      const { id } = await world.addConnection({ secrets: [old] })
      await replaceBy(id, next)
      await replaceBy(id, next, true)
      expect([await statusWith(id, old), await statusWith(id, next)]).toEqual([401, 202])
    })
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
