/** L10 and what is no request for us: slow senders, foreign request targets, missing and doubled hosts. */
import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { startWeb, type RunningWeb } from '../testing/start-web.ts'
import { createWorld, type World } from '../testing/world.ts'
import { createHttpServer } from './http-server.ts'

const portOf = (server: Server): number => (server.address() as AddressInfo).port

async function send(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (bytes: Buffer) => (answer += bytes.toString()))
  socket.write(text)
  await once(socket, 'close')
  return answer
}

const lines = (...all: string[]): string => [...all, 'Connection: close', '', ''].join('\r\n')

describe('a request', () => {
  let database: TestDatabase
  let world: World
  let web: RunningWeb
  let port: number
  let host: string

  beforeAll(async () => {
    database = await createTestDatabase()
    world = await createWorld(database)
    web = await startWeb({ databaseUrl: database.appUrl, encryptionKeys: world.encryptionKeys })
    ;({ host } = new URL(web.url))
    port = Number(new URL(web.url).port)
  })
  afterAll(async () => {
    await web.close()
    await world.close()
    await database.drop()
  })

  const statusOf = async (...all: string[]): Promise<number> =>
    Number((await send(port, lines(...all))).split(' ')[1])

  it.each([
    'GET http://[/t/northgate/orders.csv HTTP/1.1',
    'GET http://evil.test/t/northgate/home HTTP/1.1',
    'POST http://[/webhooks/orders/x HTTP/1.1',
    'OPTIONS * HTTP/1.1',
  ])('that names more than a path is refused: %s', async (first) => {
    const answer = await send(port, lines(first, `Host: ${host}`, 'Content-Length: 0'))
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer.split('\r\n\r\n')[1]).toBe('')
  })

  it('has one host: none is served to nobody, two are refused', async () => {
    expect(await statusOf('GET / HTTP/1.0')).toBe(421)
    expect(await statusOf('GET /healthz HTTP/1.0')).toBe(200)
    expect(await statusOf('GET / HTTP/1.1', `Host: ${host}`, 'Host: evil.test')).toBe(400)
  })

  it('that says its length twice is refused', async () => {
    const twice = ['Content-Length: 5', 'Transfer-Encoding: chunked', `Origin: ${web.url}`]
    expect(await statusOf('POST /sign-in HTTP/1.1', `Host: ${host}`, ...twice)).toBe(400)
  })
})

describe('senders of a byte now and then', () => {
  it('are cut off, and nobody waits for them meanwhile', async () => {
    const server = createHttpServer({ headersMs: 600, requestMs: 1_200, checkMs: 100 })
    server.on('request', (_req, res) => res.end('served'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const port = portOf(server)
    const slow = Array.from({ length: 300 }, () => connect(port, '127.0.0.1'))
    const drip = (socket: Socket): void => {
      if (socket.writable) socket.write('x')
    }
    const closed = slow.map(async (socket) => {
      socket.on('error', () => undefined)
      socket.resume()
      socket.write('GET / HTTP/1.1\r\nX-Slow: ')
      await once(socket, 'close')
    })
    const dripping = setInterval(() => {
      slow.forEach(drip)
    }, 100)
    try {
      await sleep(200)
      const started = performance.now()
      expect(await (await fetch(`http://127.0.0.1:${String(port)}/`)).text()).toBe('served')
      expect(performance.now() - started).toBeLessThan(500)
      await Promise.all(closed)
      expect(performance.now() - started).toBeLessThan(3_000)
    } finally {
      clearInterval(dripping)
      server.closeAllConnections()
      server.close()
    }
  })
})
