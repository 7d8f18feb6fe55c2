import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { wireOrderWith } from '../orders/testing/wire-order.ts'
import { startSandbox } from './testing/start.ts'

const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS1maXJzdC1jb25uZWN0aW9u'
const orderShape = z.object({
  order: z.object({ id: z.string(), version: z.number(), status: z.string() }),
})

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'portside-sandbox-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

/** The real process, on a port of its own choice. */
async function spawnProcess() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, PORT: '0', PORTSIDE_DATA_DIR: dataDir, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const chunk of child.stdout) {
    text += String(chunk)
    const url = /"url":"(http:\/\/127\.0\.0\.1:\d+)"/.exec(text)?.[1]
    if (url) return { child, url }
  }
  throw new Error(`The sandbox ended before it was ready: ${text}`)
}

describe('the sandbox process', () => {
  it('forgets nothing it has answered when it is killed', async () => {
    const first = await spawnProcess()
    const post = (url: string, path: string, body: unknown) =>
      fetch(`${url}${path}`, {
        method: path.startsWith('/control/webhooks') || path === '/control/faults' ? 'PUT' : 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    // Nobody listens on this port, so the delivery waits.
    await post(first.url, '/control/webhooks/orders', {
      url: 'http://127.0.0.1:9/',
      secret: SECRET,
    })
    await post(first.url, '/control/faults', { route: 'GET /orders', status: 503 })
    const placed = await post(first.url, '/control/orders', { customer: 'C-1002', title: 'Kept' })
    const { order } = orderShape.parse(await placed.json())
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')

    const second = await spawnProcess()
    const found = await fetch(`${second.url}/control/orders?q=kept`)
    expect(await found.json()).toMatchObject({
      orders: [{ id: order.id, title: 'Kept', status: 'new' }],
    })
    const queue = await fetch(`${second.url}/control/deliveries`)
    expect(await queue.json()).toMatchObject({ waiting: 1, deliveries: [{ objectId: order.id }] })
    const faults = await fetch(`${second.url}/control/faults`)
    expect(await faults.json()).toMatchObject({ faults: [{ route: 'GET /orders', status: 503 }] })
    second.child.kill('SIGTERM')
    const exit: unknown[] = await once(second.child, 'exit')
    expect(exit[0]).toBe(0)
  }, 30_000)
})

describe('a sandbox', () => {
  it('keeps its state and is not seeded again when it starts on the same folder', async () => {
    const first = await startSandbox({ dataDir })
    await first.seed([wireOrderWith()])
    await first.send('POST', '/control/orders/ord_1/ship')
    await first.close()
    const again = await startSandbox({ dataDir, orders: 'demo' })
    const { body } = await again.get('/control/state')
    await again.close()
    expect(body).toMatchObject({ orders: [{ id: 'ord_1', version: 4, status: 'shipped' }] })
    expect(z.object({ orders: z.array(z.unknown()) }).parse(body).orders).toHaveLength(1)
  })

  it('sends what waited while it was down', async () => {
    const first = await startSandbox({ dataDir })
    await first.seed([wireOrderWith()])
    const receiver = createServer((_request, response) => response.writeHead(202).end())
    let arrived = 0
    receiver.on('request', () => arrived++)
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const address = receiver.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await first.send('PUT', '/control/faults', { route: 'webhooks', status: 503 })
    await first.send('PUT', '/control/webhooks/orders', {
      url: `http://127.0.0.1:${port}/`,
      secret: SECRET,
    })
    await first.send('POST', '/control/orders/ord_1/ship')
    await first.close()
    const again = await startSandbox({ dataDir })
    await again.send('DELETE', '/control/faults')
    await expect.poll(() => arrived, { timeout: 10_000 }).toBe(1)
    await again.close()
    receiver.close()
  })

  it('serves loopback only: another host name or a foreign page is turned away', async () => {
    const sandbox = await startSandbox()
    const status = (headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        const request = httpRequest(`${sandbox.url}/control/faults`, { method: 'DELETE', headers })
        request.on('response', (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        })
        request.on('error', reject).end()
      })
    expect(await status({})).toBe(200)
    expect(await status({ origin: sandbox.url })).toBe(200)
    expect(await status({ origin: 'https://evil.example' })).toBe(421)
    expect(await status({ origin: 'null' })).toBe(421)
    expect(await status({ host: 'rebound.example' })).toBe(421)
    await sandbox.close()
  })

  it('tells in words what a control call got wrong', async () => {
    const sandbox = await startSandbox()
    await sandbox.seed([wireOrderWith({ status: 'delivered' })])
    const refused = await sandbox.send('POST', '/control/orders/ord_1/ship')
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { message: 'SO-1 is delivered already.' } },
    })
    expect((await sandbox.send('POST', '/control/orders/ord_9/ship')).status).toBe(404)
    expect((await sandbox.send('POST', '/control/orders/ord_1/paint')).status).toBe(404)
    expect(
      (await sandbox.send('POST', '/control/orders/ord_1/delay', { days: 'many' })).status,
    ).toBe(400)
    expect((await sandbox.send('PUT', '/control/faults', { route: 'GET /nowhere' })).status).toBe(
      400,
    )
    expect((await sandbox.send('POST', '/control/orders', { customer: 'C-1' })).status).toBe(400)
    await sandbox.close()
  })
})
