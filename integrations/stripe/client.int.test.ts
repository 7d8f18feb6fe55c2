/** Our reader against the stand-in, compared with its raw state by code that shares no mapping with ours. */
import { createServer, type RequestListener } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { SourceReader } from '../kit/connector.ts'
import { type StartedStandIn, startStripe } from '../sandbox/stripe/testing/start.ts'
import { idOfChange as idOf, type RecordKind } from '#workflows/contracts/records.ts'
import { readerOf, readPages } from './testing/read-pages.ts'

const state = z.object({
  customers: z.array(z.looseObject({ id: z.string() })),
  invoices: z.array(
    z.looseObject({
      id: z.string(),
      status: z.string(),
      total: z.number(),
      lines: z.object({ data: z.array(z.looseObject({ id: z.string(), amount: z.number() })) }),
    }),
  ),
  paymentIntents: z.array(z.looseObject({ id: z.string(), amount: z.number() })),
  invoicePayments: z.array(
    z.looseObject({ invoice: z.string(), payment: z.object({ payment_intent: z.string() }) }),
  ),
})

let sandbox: StartedStandIn
let reader: SourceReader

beforeAll(async () => {
  sandbox = await startStripe({ demo: true })
  reader = readerOf(`${sandbox.url}/stripe`)
})
afterAll(() => sandbox.close())

const readState = async () => state.parse(await sandbox.control('/stripe/state', {}, 'GET'))

const readAll = (kind: RecordKind, changedSince: string | null, limit = 40) =>
  readPages(reader, kind, { changedSince, limit })

async function answering(listener: RequestListener, work: (url: string) => Promise<void>) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  try {
    await work(`http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}/base`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

describe('a full enumeration', () => {
  it('reads every customer and every invoice once, with all lines', async () => {
    const raw = await readState()
    expect((await readAll('customer', null, 2)).map(idOf).sort()).toEqual(
      raw.customers.map(({ id }) => id).sort(),
    )
    const changes = await readAll('invoice', null)
    const found = changes.map((change) =>
      change.kind === 'invoice' && change.type === 'upsert'
        ? [
            change.record.externalId,
            change.record.totalMinor,
            change.record.state,
            change.record.lines.map((line) => [line.externalId, line.amountMinor]),
          ]
        : [],
    )
    const held = raw.invoices.map(({ id, total, status, lines }) => [
      id,
      total,
      status,
      lines.data.map((line) => [line.id, line.amount]),
    ])
    expect(found).toHaveLength(held.length)
    expect(new Map(found.map((row) => [row[0], row]))).toEqual(
      new Map(held.map((row) => [row[0], row])),
    )
    expect(Math.max(...raw.invoices.map(({ lines }) => lines.data.length))).toBeGreaterThan(10)
  })

  it('reads every payment with the invoice it pays', async () => {
    const raw = await readState()
    const links = new Map(
      raw.invoicePayments.map(({ invoice, payment }) => [payment.payment_intent, invoice]),
    )
    const changes = await readAll('payment', null)
    const found = changes.map((change) =>
      change.kind === 'payment' && change.type === 'upsert'
        ? [change.record.externalId, change.record.amountMinor, change.record.invoiceExternalId]
        : [],
    )
    const held = raw.paymentIntents.map(({ id, amount }) => [id, amount, links.get(id)])
    expect(found.toSorted()).toEqual(held.toSorted())
  })

  it('goes on when the object it stopped at is deleted meanwhile', async () => {
    const first = await reader.list('invoice', { changedSince: null, cursor: null, limit: 3 })
    const gone = JSON.stringify({
      ...z.object({ created: z.number() }).parse(JSON.parse(first.next ?? '')),
      after: 'in_deleted',
    })
    const page = await reader.list('invoice', { changedSince: null, cursor: gone, limit: 100 })
    const [, , last] = first.changes.map(idOf)
    expect(page.changes.map(idOf)).toContain(last)
    const whole = await readAll('invoice', null)
    const reread = new Set([...first.changes, ...page.changes].map(idOf))
    expect(reread).toEqual(new Set(whole.slice(0, reread.size).map(idOf)))
  })
})

describe('what changed since a moment', () => {
  it('shows an old invoice that is paid now, its payment and a changed customer, and no others', async () => {
    const since = new Date().toISOString()
    const raw = await readState()
    const open = raw.invoices.filter(({ status }) => status === 'open').at(-1)?.id ?? ''
    await sandbox.control(`/stripe/invoices/${open}/pay`)
    await sandbox.control('/stripe/customers/cus_VellmarDairy01', { phone: '+49 1' })
    expect(await readAll('invoice', since)).toMatchObject([
      {
        kind: 'invoice',
        type: 'upsert',
        record: { externalId: open, state: 'paid', remainingMinor: 0 },
      },
    ])
    expect(await readAll('payment', since)).toMatchObject([
      { record: { invoiceExternalId: open, state: 'succeeded', methodLabel: 'visa ····4242' } },
    ])
    expect(await readAll('customer', since)).toMatchObject([
      { record: { externalId: 'cus_VellmarDairy01', phone: '+49 1', taxIds: ['DE129384756'] } },
    ])
  })

  it('refuses a window that reaches further back than Stripe remembers', async () => {
    const since = new Date(Date.now() - 31 * 86_400_000).toISOString()
    await expect(
      reader.list('invoice', { changedSince: since, cursor: null, limit: 10 }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})

describe('single records', () => {
  it('are stamped no earlier than the event that made us ask, else with the time before the question', async () => {
    const before = Math.floor(Date.now() / 1000)
    const asked = await reader.get('customer', 'cus_NorthgateClin1')
    const told = await reader.get('customer', 'cus_NorthgateClin1', { atLeast: before + 50 })
    expect(asked?.type === 'upsert' && asked.record.version - before).toBeLessThanOrEqual(1)
    expect(told?.type === 'upsert' && told.record.version).toBe(before + 50)
  })

  it('are null when unknown, and deletions when Stripe says so', async () => {
    expect(await reader.get('invoice', 'in_none')).toBeNull()
    await sandbox.control('/stripe/customers/cus_CalderFoods001', {}, 'DELETE')
    expect(await reader.get('customer', 'cus_CalderFoods001')).toMatchObject({ type: 'delete' })
  })

  it('come many at once, each told apart', async () => {
    const ids = ['cus_NorthgateClin1', 'cus_none', 'cus_VellmarDairy01']
    const many = await reader.getMany?.('customer', ids)
    expect(many?.changes.map(idOf)).toEqual(['cus_NorthgateClin1', 'cus_VellmarDairy01'])
    expect([many?.missing, many?.invalid]).toEqual([['cus_none'], []])
  })

  it('of another source are refused', () => {
    expect(() => reader.list('order', { changedSince: null, cursor: null, limit: 1 })).toThrow(
      'no order',
    )
  })
})

describe('when Stripe is in trouble', () => {
  it('a wrong key is refused credentials', async () => {
    const other = readerOf(`${sandbox.url}/stripe`, 'sk_test_wrong')
    await expect(other.get('customer', 'x')).rejects.toMatchObject({ code: 'upstream_refused' })
  })

  it('a 429 is asked once, and says how long to wait', async () => {
    let asked = 0
    const busy: RequestListener = (_request, response) => {
      asked += 1
      response
        .writeHead(429, { 'retry-after': '7', 'stripe-should-retry': 'true' })
        .end('{"error":{}}')
    }
    await answering(busy, async (url) => {
      await expect(readerOf(url).get('invoice', 'in_1')).rejects.toMatchObject({
        code: 'upstream_unavailable',
        detail: { retryAfterMs: 7_000 },
      })
    })
    expect(asked).toBe(1)
  })

  it('a lost connection is tried once, and is not Stripe’s own error', async () => {
    let asked = 0
    const cut: RequestListener = (request) => {
      asked += 1
      request.socket.destroy()
    }
    await answering(cut, async (url) => {
      await expect(readerOf(url).get('invoice', 'in_1')).rejects.toMatchObject({
        code: 'upstream_unavailable',
      })
    })
    expect(asked).toBe(1)
  })

  it('only the base path is asked, with nothing about this machine in the headers', async () => {
    const seen: string[] = []
    const nothing: RequestListener = (request, response) => {
      seen.push(request.url ?? '', ...Object.keys(request.headers))
      response.end(JSON.stringify({ object: 'list', data: [], has_more: false }))
    }
    await answering(nothing, async (url) => {
      await readerOf(url).list('customer', { changedSince: null, cursor: null, limit: 500 })
    })
    expect(seen[0]).toMatch(/^\/base\/v1\/customers\?limit=100&/)
    expect(seen.filter((name) => name.startsWith('x-stripe'))).toEqual([])
  })

  it('one wrong object does not spoil its page', async () => {
    const good = { id: 'cus_1', object: 'customer', created: 1 }
    const mixed: RequestListener = (_request, response) => {
      response.end(
        JSON.stringify({ data: [good, { ...good, id: 'cus_2', created: 'x' }], has_more: false }),
      )
    }
    await answering(mixed, async (url) => {
      const page = await readerOf(url).list('customer', {
        changedSince: null,
        cursor: null,
        limit: 5,
      })
      expect(page.changes.map(idOf)).toEqual(['cus_1'])
      expect(page.invalid).toMatchObject([
        { externalId: 'cus_2', reason: expect.stringContaining('created') as string },
      ])
    })
  })

  it('an aborted read rejects with the reason given', async () => {
    const reason = new Error('cancelled by a person')
    const signal = AbortSignal.abort(reason)
    await expect(reader.get('invoice', 'in_1', { signal })).rejects.toBe(reason)
  })
})
