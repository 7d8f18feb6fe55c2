import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SourceReader } from '../kit/connector.ts'
import { HUBSPOT_FAULT_ROUTES } from '../sandbox/hubspot/fault-routes.ts'
import { type StartedStandIn, startHubspot, TEST_TOKEN } from '../sandbox/hubspot/testing/start.ts'
import { failure, readerAt } from './testing/reading.ts'

const AT = Date.parse('2026-11-20T12:00:00.000Z')
const iso = (at: number) => new Date(at).toISOString()

let sandbox: StartedStandIn
let reader: SourceReader

beforeAll(async () => {
  sandbox = await startHubspot()
  reader = readerAt(`${sandbox.url}/hubspot`, TEST_TOKEN, 300)
  const companies = [{ id: '9001', properties: { name: 'Vellmar Dairy' } }]
  const contacts = [{ id: '20004', properties: { email: 'a@b.example' }, company: '9001' }]
  await sandbox.control('/hubspot/seed', { companies, contacts, at: AT })
})
afterEach(() => {
  for (const route of HUBSPOT_FAULT_ROUTES) sandbox.fault(route, null)
})
afterAll(() => sandbox.close())

const firstPage = () => reader.list('company', { changedSince: null, cursor: null, limit: 5 })

describe('when HubSpot is in trouble', () => {
  it('a wrong token is refused, not retried', async () => {
    const error = await failure(readerAt(`${sandbox.url}/hubspot`, 'wrong').get('company', '9001'))
    expect([error.code, error.retryable]).toEqual(['upstream_refused', false])
  })

  it('a rate limit says when to come back, and is not retried behind our back', async () => {
    sandbox.calls.clear()
    sandbox.fault('GET /hubspot/objects', { status: 429, retryAfter: 2 })
    const error = await failure(firstPage())
    expect([error.code, error.detail['retryAfterMs']]).toEqual(['upstream_unavailable', 2_000])
    expect(sandbox.calls.get('GET /hubspot/objects')).toBe(1)
  })

  it.each([
    ['fails', { status: 503 }],
    ['cuts the connection', { effect: 'drop' }],
    ['is too slow', { latencyMs: 400 }],
    ['does the work and never answers', { effect: 'execute_then_timeout' }],
  ] as const)('it is unavailable and worth another try when it %s', async (_how, rule) => {
    sandbox.fault('POST /hubspot/batch/read', { times: 1, ...rule })
    const error = await failure(reader.get('company', '9001'))
    expect([error.code, error.retryable]).toEqual(['upstream_unavailable', true])
    expect(await reader.get('company', '9001')).toMatchObject({ type: 'upsert' })
  })

  it('contacts are never taken as without a company when only that question failed', async () => {
    sandbox.fault('POST /hubspot/associations', { status: 500, times: 1 })
    const error = await failure(reader.get('contact', '20004'))
    expect(error.code).toBe('upstream_unavailable')
  })

  it('stops at once when it is told to', async () => {
    sandbox.fault('GET /hubspot/objects', { latencyMs: 5_000 })
    const reason = new Error('shutting down')
    const signal = AbortSignal.abort(reason)
    const call = reader.list('company', { changedSince: null, cursor: null, limit: 1, signal })
    await expect(call).rejects.toBe(reason)
  })

  it('foreign cursors, kinds and instants are refused before anything is sent', async () => {
    sandbox.calls.clear()
    const list = (changedSince: string | null, cursor: string | null) =>
      failure(reader.list('company', { changedSince, cursor, limit: 5 }))
    expect((await list(null, 'page 2')).code).toBe('invalid_input')
    expect((await list(iso(AT), '{"after":"5"}')).code).toBe('invalid_input')
    expect((await list('yesterday', null)).code).toBe('invalid_input')
    const wrong = async () => reader.list('order', { changedSince: null, cursor: null, limit: 1 })
    expect((await failure(wrong())).code).toBe('invalid_input')
    expect(sandbox.calls.size).toBe(0)
  })
})

/** A HubSpot that says one thing only. */
async function answering(status: number, body: unknown) {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { reader: readerAt(`http://127.0.0.1:${port}`, TEST_TOKEN), close: () => server.close() }
}

describe('an answer we did not agree on', () => {
  const page = { results: [{ id: '5', properties: {}, updatedAt: iso(AT), createdAt: iso(AT) }] }
  const failed = { status: 'error', category: 'INTERNAL', message: 'x', context: {} }

  it.each([
    ['a batch that failed in part, for a reason', 207, { results: [], errors: [failed] }],
    ['a redirect', 302, {}],
  ])('%s is no proof that anything is gone', async (_what, status, body) => {
    const other = await answering(status, body)
    const error = await failure(other.reader.get('company', '5'))
    other.close()
    expect(['upstream_unavailable', 'upstream_invalid']).toContain(error.code)
  })

  it('of another shape is invalid, whatever its library makes of it', async () => {
    for (const body of [null, [], { results: 7 }, 'text']) {
      const other = await answering(200, body)
      const call = other.reader.list('company', { changedSince: null, cursor: null, limit: 1 })
      const error = await failure(call)
      other.close()
      expect(error.code).toBe('upstream_invalid')
    }
  })

  it('that promises more and brings nothing ends the poll instead of going round for ever', async () => {
    const other = await answering(200, { total: 9, results: [], paging: { next: { after: '9' } } })
    const error = await failure(
      other.reader.list('company', { changedSince: iso(AT), cursor: null, limit: 1 }),
    )
    other.close()
    expect(error.code).toBe('upstream_invalid')
  })

  it('with empty properties as null is usual', async () => {
    const nulls = { ...page.results[0], properties: { name: null, domain: 'x.example' } }
    const other = await answering(200, { results: [nulls] })
    const list = await other.reader.list('company', { changedSince: null, cursor: null, limit: 1 })
    other.close()
    expect(list.changes).toMatchObject([{ record: { name: 'x.example' } }])
  })
})
