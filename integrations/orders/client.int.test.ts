import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '#workflows/contracts/errors.ts'
import { createHttpClient } from '../kit/http.ts'
import { type Control, startSandbox } from '../sandbox/testing/start.ts'
import { orders } from './index.ts'
import { wireOrderWith } from './testing/wire-order.ts'

const SAME = '2026-11-20T12:00:00.000Z'
const list = Array.from({ length: 25 }, (_, index) =>
  wireOrderWith({
    id: `ord_${String(index).padStart(3, '0')}`,
    number: `SO-${index}`,
    // The first ten differ; the other fifteen changed in the very same millisecond.
    updated_at: index < 10 ? `2026-11-${String(index + 1).padStart(2, '0')}T12:00:00.000Z` : SAME,
  }),
)

let sandbox: Control
beforeAll(async () => {
  sandbox = await startSandbox({ timeoutMs: 300 })
  await sandbox.seed(list)
})
afterEach(() => sandbox.send('DELETE', '/control/faults'))
afterAll(() => sandbox.close())

async function enumerate(limit: number, updatedSince: string | null = null) {
  const ids: string[] = []
  let cursor: string | null = null
  let pages = 0
  do {
    const page = await sandbox.source.list('order', { changedSince: updatedSince, cursor, limit })
    ids.push(...page.changes.map((c) => (c.type === 'upsert' ? c.record.externalId : c.externalId)))
    cursor = page.next
    pages++
  } while (cursor !== null)
  return { ids, pages }
}

const fault = (rule: Record<string, unknown>) => sandbox.send('PUT', '/control/faults', rule)

async function failure(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.catch((caught: unknown) => caught)
  if (error instanceof AppError) return error
  throw new Error('It did not fail with an AppError.', { cause: error })
}

const firstPage = () => sandbox.source.list('order', { changedSince: null, cursor: null, limit: 5 })

describe('pages of orders', () => {
  it('bring every order once and in order, however many changed in one millisecond', async () => {
    const { ids, pages } = await enumerate(4)
    expect(ids).toEqual(list.map((order) => order.id))
    expect(pages).toBe(7)
  })

  it('start at the given instant, inclusive', async () => {
    expect((await enumerate(50, SAME)).ids).toHaveLength(15)
    expect((await enumerate(50, '2026-11-10T13:00:00+01:00')).ids).toHaveLength(16)
    expect((await enumerate(50, '2026-12-01T00:00:00Z')).ids).toEqual([])
  })

  it('are stamped before the request, so that a change during it stays newer', async () => {
    await fault({ route: 'GET /orders', latencyMs: 60 })
    const before = Date.now()
    const page = await firstPage()
    const asOf = Date.parse(page.asOf)
    expect(asOf).toBeGreaterThanOrEqual(before)
    expect(Date.now() - asOf).toBeGreaterThanOrEqual(55)
  })

  it('show an order that changed while they were read, at the end', async () => {
    const first = await sandbox.source.list('order', {
      changedSince: null,
      cursor: null,
      limit: 20,
    })
    await sandbox.send('POST', '/control/orders/ord_000/note', { text: 'Called.' })
    const second = await sandbox.source.list('order', {
      changedSince: null,
      cursor: first.next,
      limit: 20,
    })
    expect(second.changes.at(-1)).toMatchObject({ record: { externalId: 'ord_000', version: 4 } })
  })

  it('keep their good items when one is bad, and say what is wrong with it', async () => {
    const other = await startSandbox()
    const bad = { id: 'ord_bad', updated_at: '2026-11-05T12:00:00.000Z', title: 5 }
    await other.send('POST', '/control/seed', { orders: [...list, bad], unchecked: true })
    const page = await other.source.list('order', { changedSince: null, cursor: null, limit: 200 })
    await other.close()
    expect(page.changes).toHaveLength(25)
    expect(page.invalid).toEqual([
      {
        externalId: 'ord_bad',
        reason: expect.stringContaining('version: ') as string,
        body: JSON.stringify(bad),
      },
    ])
  })

  it('tolerate items that come twice or out of order', async () => {
    await fault({ route: 'GET /orders', effect: 'duplicate', times: 1 })
    expect((await firstPage()).changes).toHaveLength(10)
    await fault({ route: 'GET /orders', effect: 'shuffle', times: 1 })
    expect((await firstPage()).changes).toHaveLength(5)
  })
})

describe('one order', () => {
  it('is read by its id', async () => {
    const change = await sandbox.source.get('order', 'ord_012')
    expect(change).toMatchObject({
      type: 'upsert',
      record: { externalId: 'ord_012', number: 'SO-12' },
    })
  })

  it('is null when the source never had it', async () => {
    expect(await sandbox.source.get('order', 'ord_none')).toBeNull()
  })

  it('is a deletion with its stamp once it was deleted, on pages as well', async () => {
    await sandbox.send('POST', '/control/orders/ord_024/delete')
    const change = await sandbox.source.get('order', 'ord_024')
    expect(change).toMatchObject({ type: 'delete', version: 4, externalCustomerId: 'C-1002' })
    const { ids } = await enumerate(200)
    expect(ids.at(-1)).toBe('ord_024')
  })
})

describe('when the source is in trouble', () => {
  it('a wrong token is refused, not retried', async () => {
    const source = orders.client({
      baseUrl: `${sandbox.url}/orders`,
      credentials: { token: 'wrong' },
      http: createHttpClient(),
    })
    const error = await failure(source.get('order', 'ord_001'))
    expect([error.code, error.retryable]).toEqual(['upstream_refused', false])
  })

  it('a rate limit says when to come back', async () => {
    await fault({ route: 'GET /orders', status: 429, retryAfter: 2, times: 1 })
    const error = await failure(firstPage())
    expect([error.code, error.detail['retryAfterMs']]).toEqual(['upstream_unavailable', 2_000])
    expect((await firstPage()).changes).toHaveLength(5)
  })

  it.each([
    ['fails', { status: 503 }],
    ['cuts the connection', { effect: 'drop' }],
    ['is too slow', { latencyMs: 400 }],
    ['does the work and never answers', { effect: 'execute_then_timeout' }],
  ])('it is unavailable and worth another try when it %s', async (_how, rule) => {
    await fault({ route: 'GET /orders/{id}', times: 1, ...rule })
    const error = await failure(sandbox.source.get('order', 'ord_001'))
    expect([error.code, error.retryable]).toEqual(['upstream_unavailable', true])
    expect(await sandbox.source.get('order', 'ord_001')).toMatchObject({ type: 'upsert' })
  })

  it('a cursor that is not ours is refused before anything is sent', async () => {
    const call = sandbox.source.list('order', { changedSince: null, cursor: 'page 2', limit: 5 })
    expect((await failure(call)).code).toBe('invalid_input')
  })

  it('an answer of another shape is invalid', async () => {
    const source = orders.client({
      baseUrl: sandbox.url,
      credentials: {},
      http: createHttpClient(),
    })
    const error = await failure(source.get('order', '../control/state'))
    expect(error.code).toBe('upstream_refused')
    const page = orders.client({
      baseUrl: `${sandbox.url}/control`,
      credentials: {},
      http: createHttpClient(),
    })
    const shape = await failure(page.list('order', { changedSince: null, cursor: null, limit: 5 }))
    expect([shape.code, shape.detail['faults']]).toEqual([
      'upstream_invalid',
      expect.stringContaining('data: '),
    ])
  })
})
