import { readFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Control, startSandbox } from '../sandbox/testing/start.ts'
import { orders } from './index.ts'
import { wireProject } from './project-schema.ts'
import { wireOrder } from './schema.ts'
import { kindOfEvent, WIRE_EVENT_TYPES, WIRE_EVENTS } from './wire-kinds.ts'

/** The parts of the document this test walks. */
const content = z.object({
  'application/json': z.object({ schema: z.record(z.string(), z.unknown()), example: z.unknown() }),
})
const responses = z.record(z.string(), z.looseObject({ content: content.optional() }))
const documentShape = z.object({
  paths: z.record(z.string(), z.object({ get: z.object({ responses }) })),
  webhooks: z.record(
    z.string(),
    z.object({ post: z.object({ requestBody: z.object({ content }) }) }),
  ),
  components: z.object({ responses }).loose(),
})

const file = await readFile(new URL('openapi.json', import.meta.url), 'utf8')
const raw: unknown = JSON.parse(file)
const document = documentShape.parse(raw)
const ajv = new Ajv2020({ strict: false, allErrors: true })
formats(ajv)
ajv.addSchema({ $id: 'contract', components: document.components })

/** Faults of a value against a schema of the document; empty when it holds. */
function faults(schema: Record<string, unknown>, value: unknown): unknown[] {
  const absolute: unknown = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/components', '"contract#/components'),
  )
  const validate = ajv.compile(z.record(z.string(), z.unknown()).parse(absolute))
  validate(value)
  return validate.errors ?? []
}
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` })

let sandbox: Control
beforeAll(async () => {
  sandbox = await startSandbox({ orders: 'demo' })
})
afterAll(() => sandbox.close())

const api = (path: string, token = sandbox.token) =>
  fetch(`${sandbox.url}/orders${path}`, { headers: { authorization: `Bearer ${token}` } })

describe('the OpenAPI document', () => {
  it('is a valid description by the published schema of OpenAPI 3.1', async () => {
    const result = await new Validator().validate(file)
    expect(result.errors ?? []).toEqual([])
    expect(result.valid).toBe(true)
  })

  it('has examples that hold against their own schemas and are readable by the connector', () => {
    const bodies = [
      ...Object.values(document.paths).flatMap((path) => Object.values(path.get.responses)),
      ...Object.values(document.components.responses),
    ].flatMap((response) => (response.content ? [response.content['application/json']] : []))
    expect(bodies.length).toBeGreaterThanOrEqual(5)
    for (const { schema, example } of bodies) expect(faults(schema, example)).toEqual([])
    for (const [name, { post }] of Object.entries(document.webhooks)) {
      const { schema, example } = post.requestBody.content['application/json']
      expect([name, faults(schema, example)]).toEqual([name, []])
      const kind = kindOfEvent(name)
      expect(kind && WIRE_EVENTS[kind].parse(example).type).toBe(name)
      expect(orders.toChange(example).type).toBe('change')
    }
  })

  it('describes exactly the events the connector knows and the routes the sandbox serves', () => {
    expect(Object.keys(document.webhooks)).toEqual([...WIRE_EVENT_TYPES])
    expect(Object.keys(document.paths)).toEqual([
      ...['/orders', '/orders/{id}'],
      ...['/projects', '/projects/{id}'],
    ])
  })
})

describe('the sandbox', () => {
  it.each([
    { path: 'orders', one: 'ord_17001', item: wireOrder, named: 'Order', all: 3_460 },
    { path: 'projects', one: 'prj_101', item: wireProject, named: 'Project', all: 73 },
  ])('answers with pages of $path as described, all $all of them', async (kind) => {
    let cursor: string | null = ''
    let seen = 0
    const page = z.object({ data: z.array(kind.item), next_cursor: z.string().nullable() })
    while (cursor !== null) {
      const response = await api(`/${kind.path}?limit=50${cursor && `&cursor=${cursor}`}`)
      const body: unknown = await response.json()
      expect(faults(named(`${kind.named}Page`), body)).toEqual([])
      const parsed = page.parse(body)
      seen += parsed.data.length
      cursor = parsed.next_cursor
    }
    expect(seen).toBe(kind.all)
    const one: unknown = await (await api(`/${kind.path}/${kind.one}`)).json()
    expect(faults(named(kind.named), one)).toEqual([])
  })

  it.each([
    ['/orders?limit=201', 400],
    ['/orders?limit=0', 400],
    ['/orders?cursor=page2', 400],
    ['/orders?updated_since=yesterday', 400],
    ['/orders?updatedSince=2026-01-01T00:00:00Z', 400],
    ['/orders/ord_none', 404],
    ['/projects?limit=0', 400],
    ['/projects/prj_none', 404],
    ['/tickets', 404],
  ])('answers %s with %i in the described shape', async (path, status) => {
    const response = await api(path)
    expect(response.status).toBe(status)
    expect(faults(named('Error'), await response.json())).toEqual([])
  })

  it('answers 401 without the token, and 429 with Retry-After when asked to', async () => {
    const refused = await api('/orders', 'wrong')
    expect([refused.status, faults(named('Error'), await refused.json())]).toEqual([401, []])
    await sandbox.send('PUT', '/control/faults', {
      route: 'GET /orders',
      status: 429,
      retryAfter: 1,
      times: 1,
    })
    const limited = await api('/orders')
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1'])
    expect(faults(named('Error'), await limited.json())).toEqual([])
  })

  it('sends webhooks as described', async () => {
    const received: { headers: IncomingHttpHeaders; body: unknown }[] = []
    const receiver = createServer((request, response) => {
      void readText(request).then((body) => {
        received.push({ headers: request.headers, body: JSON.parse(body) })
        response.writeHead(202).end()
      })
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const address = receiver.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const secret = 'whsec_c2VjcmV0LW9mLXRoZS1maXJzdC1jb25uZWN0aW9u'
    await sandbox.send('PUT', '/control/webhooks/orders', {
      url: `http://127.0.0.1:${port}/`,
      secret,
    })
    await sandbox.send('POST', '/control/orders', { customer: 'C-1001' })
    await sandbox.send('POST', '/control/orders/SO-20460/note', { text: 'Hello.' })
    await sandbox.send('POST', '/control/orders/SO-20460/delete')
    await sandbox.send('POST', '/control/projects', { customer: 'C-1001' })
    await sandbox.send('POST', '/control/projects/PR-173/move', { days: 3, reason: 'Flood.' })
    await sandbox.send('POST', '/control/projects/PR-173/delete')
    await expect.poll(() => received.length, { timeout: 5_000 }).toBe(6)
    receiver.close()
    const seen = received.map(({ body }) => {
      const { type } = z.object({ type: z.string() }).parse(body)
      const webhook = document.webhooks[type]
      expect(
        webhook && faults(webhook.post.requestBody.content['application/json'].schema, body),
      ).toEqual([])
      return type
    })
    expect(seen.toSorted()).toEqual([...WIRE_EVENT_TYPES].toSorted())
  })
})
