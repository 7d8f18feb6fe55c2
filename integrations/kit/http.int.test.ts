import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#workflows/contracts/errors.ts'
import { createHttpClient, type HttpClientOptions, type HttpRequest } from './http.ts'
import type { RateBudget } from './budget/shared-budget.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The test server has no port.')
  return `http://127.0.0.1:${address.port}`
}

async function failure(baseUrl: string, options: HttpClientOptions & Partial<HttpRequest> = {}) {
  const { signal, path = ['x'], ...rest } = options
  const client = createHttpClient({ baseUrl, timeoutMs: 2_000, ...rest })
  const outcome: unknown = await client
    .send({ path, ...(signal ? { signal } : {}) })
    .catch((error: unknown) => error)
  if (outcome instanceof AppError) return outcome
  throw new Error('It was no AppError.', { cause: outcome })
}

const answer =
  (status: number, headers: Record<string, string> = {}, body = '{}'): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)

describe('a request', () => {
  it('keeps the path of the base URL, escapes what is put behind it and carries the token', async () => {
    const base = await serve((request, response) => {
      response.end(JSON.stringify({ url: request.url, auth: request.headers.authorization }))
    })
    const client = createHttpClient({ baseUrl: `${base}/erp/v2/` })
    const { body } = await client.send({
      path: ['orders', 'a/b?c'],
      query: { limit: 5, cursor: 'ä&b', updated_since: null },
      bearer: 't0ken',
    })
    expect(body).toEqual({
      url: '/erp/v2/orders/a%2Fb%3Fc?limit=5&cursor=%C3%A4%26b',
      auth: 'Bearer t0ken',
    })
  })

  it('sends JSON and reads an empty answer as null', async () => {
    let received = ''
    const base = await serve((request, response) => {
      request.on('data', (chunk: Buffer) => (received += chunk.toString()))
      request.on('end', () => response.writeHead(204).end())
    })
    const { body, status } = await createHttpClient({ baseUrl: base }).send({
      method: 'POST',
      path: ['orders'],
      json: { a: 1 },
    })
    expect([status, body, received]).toEqual([204, null, '{"a":1}'])
  })

  it('never climbs out of the base path', async () => {
    const error = await failure('http://127.0.0.1:9/orders', { path: ['orders', '..'] })
    expect(error.code).toBe('invalid_input')
  })

  it('needs a base URL of http or https', async () => {
    expect((await failure('ftp://x')).code).toBe('config')
    expect((await failure('nothing')).code).toBe('config')
  })
})

describe('an answer', () => {
  it.each([
    [401, 'upstream_refused'],
    [403, 'upstream_refused'],
    [404, 'not_found'],
    [408, 'upstream_unavailable'],
    [422, 'upstream_invalid'],
    [429, 'upstream_unavailable'],
    [500, 'upstream_unavailable'],
    [503, 'upstream_unavailable'],
  ])('with status %i becomes %s', async (status, code) => {
    const error = await failure(await serve(answer(status)))
    expect([error.code, error.detail['status']]).toEqual([code, status])
  })

  it('that says when to come back has it in detail, as seconds or as a date', async () => {
    const soon = await failure(await serve(answer(429, { 'retry-after': '7' })))
    expect(soon.detail['retryAfterMs']).toBe(7_000)
    const date = new Date(Date.now() + 60_000).toUTCString()
    const later = await failure(await serve(answer(503, { 'retry-after': date })))
    expect(later.detail['retryAfterMs']).toBeGreaterThan(50_000)
    const odd = await failure(await serve(answer(503, { 'retry-after': 'tomorrow' })))
    expect(odd.detail).not.toHaveProperty('retryAfterMs')
  })

  it('that asks for patience makes everybody on the same budget wait, also without a number (W19)', async () => {
    const told: (number | null | 'answered')[] = []
    const budget: RateBudget = {
      take: () => Promise.resolve(),
      holdBack(ms) {
        told.push(ms)
        return Promise.resolve()
      },
      answered() {
        told.push('answered')
      },
    }
    await failure(await serve(answer(429, { 'retry-after': '3' })), { budget })
    await failure(await serve(answer(429)), { budget })
    await failure(await serve(answer(503, { 'retry-after': '9' })), { budget })
    await failure(await serve(answer(503)), { budget })
    await createHttpClient({ baseUrl: await serve(answer(200, {}, '{}')), budget }).send({
      path: [],
    })
    expect(told).toEqual([3_000, null, 9_000, 'answered'])
  })

  it('that redirects is not followed', async () => {
    let inner = 0
    const inside = await serve((_request, response) => {
      inner++
      response.end('{}')
    })
    const error = await failure(await serve(answer(302, { location: inside })))
    expect([error.code, inner]).toEqual(['upstream_invalid', 0])
  })

  it('that is a web page or broken JSON is told apart', async () => {
    const page = await failure(
      await serve(answer(200, { 'content-type': 'text/html' }, '<!doctype html><p>Login')),
    )
    expect([page.code, page.message]).toEqual([
      'upstream_invalid',
      expect.stringContaining('web page'),
    ])
    const broken = await failure(await serve(answer(200, {}, '{"a":')))
    expect([broken.code, broken.message]).toEqual([
      'upstream_invalid',
      expect.stringContaining('broken JSON'),
    ])
  })

  it('larger than the cap is given up while it is read', async () => {
    const base = await serve((_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more)
      }
      more()
    })
    const error = await failure(base, { maxBytes: 100_000 })
    expect([error.code, error.detail['maxBytes']]).toEqual(['upstream_invalid', 100_000])
  })
})

describe('a call that gets no answer', () => {
  it('times out, also when the body only drips', async () => {
    const silent = await failure(await serve(() => undefined), { timeoutMs: 60 })
    expect([silent.code, silent.detail['reason']]).toEqual(['upstream_unavailable', 'timeout'])
    const drip = await serve((_request, response) => {
      const timer = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(timer))
    })
    expect((await failure(drip, { timeoutMs: 100 })).detail['reason']).toBe('timeout')
  })

  it('is unavailable when the connection is refused or cut', async () => {
    const refused = await failure('http://127.0.0.1:9')
    expect(refused.code).toBe('upstream_unavailable')
    const cut = await serve((request) => request.socket.destroy())
    expect((await failure(cut)).code).toBe('upstream_unavailable')
    const half = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"a":')
      setTimeout(() => response.socket?.destroy(), 10)
    })
    expect((await failure(half)).code).toBe('upstream_unavailable')
  })

  it('rejects with the reason of its own signal when that aborts', async () => {
    const base = await serve(() => undefined)
    const reason = new Error('the worker is going down')
    const controller = new AbortController()
    const call = createHttpClient({ baseUrl: base }).send({
      path: ['x'],
      signal: controller.signal,
    })
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
  })

  it('never has the query in its error: cursors and addresses stay out of logs', async () => {
    const base = await serve(answer(500))
    const error: unknown = await createHttpClient({ baseUrl: base })
      .send({ path: ['orders'], query: { q: 'private' } })
      .catch((caught: unknown) => caught)
    expect(JSON.stringify(error instanceof AppError && error.detail)).not.toContain('private')
  })
})
