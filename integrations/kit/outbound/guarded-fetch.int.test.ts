import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGuardedFetch } from './guarded-fetch.ts'
import { isPublicAddress } from './public-address.ts'

let server: Server
let origin: string
let asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/redirect') {
      response.writeHead(302, { location: `${origin}/secret` }).end()
    } else if (request.url === '/large') response.end('x'.repeat(3_000))
    else if (request.url !== '/slow') response.end('hello')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('an address', () => {
  it.each([
    ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '224.0.0.1', '255.255.255.255', '198.18.0.1'],
    ...['::1', '::', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '64:ff9b::a00:1', 'fc00::1', 'fe80::1'],
    ...['fe80::1%eth0', 'ff02::1', '2002:a00:1::', '2001:0:1::1', '2001:db8::1', 'localhost', ''],
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['8.8.8.8', '1.1.1.1', '100.63.255.255', '172.32.0.1', '2606:4700::1111'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )
})

describe('a guarded request', () => {
  it.each([
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://[::ffff:127.0.0.1]/x',
    'https://2130706433/x',
    'https://0x7f.1/x',
    'https://169.254.169.254/latest/meta-data',
    'https://user:secret@example.com/',
    'http://example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
  ])('to %s is refused before anything is sent', async (url) => {
    const guarded = createGuardedFetch({ resolve: () => Promise.resolve(['8.8.8.8']) })
    await expect(guarded(url)).rejects.toMatchObject({ code: 'upstream_refused' })
  })

  it.each([[['10.0.0.5']], [['8.8.8.8', '127.0.0.1']], [['::ffff:192.168.0.1']]])(
    'to a name that resolves to %j is refused',
    async (addresses) => {
      const guarded = createGuardedFetch({ resolve: () => Promise.resolve(addresses) })
      await expect(guarded('https://idp.example.com/')).rejects.toMatchObject({
        code: 'upstream_refused',
      })
    },
  )

  it('asks the resolver once, so a name that changes its mind is connected where it was checked', async () => {
    asked = []
    let times = 0
    // The second answer is what an attacker wants: our own loopback, where a server listens.
    const resolve = () => Promise.resolve([times++ === 0 ? '203.0.114.1' : '127.0.0.1'])
    const guarded = createGuardedFetch({ resolve, timeoutMs: 300 })
    const port = new URL(origin).port
    await expect(guarded(`https://rebinding.example.com:${port}/`)).rejects.toMatchObject({
      code: 'upstream_unavailable',
    })
    expect(times).toBe(1)
    await expect(guarded(`https://rebinding.example.com:${port}/`)).rejects.toMatchObject({
      code: 'upstream_refused',
    })
    expect(asked).toEqual([])
  })

  it('reaches an origin that is allowed by configuration, and no other port of it', async () => {
    const guarded = createGuardedFetch({ privateOrigins: [origin] })
    const response = await guarded(`${origin}/fine`)
    expect([response.status, await response.text()]).toEqual([200, 'hello'])
    await expect(guarded('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'upstream_refused' })
  })

  it('follows no redirect', async () => {
    asked = []
    const guarded = createGuardedFetch({ privateOrigins: [origin] })
    expect((await guarded(`${origin}/redirect`)).status).toBe(302)
    expect(asked).toEqual(['/redirect'])
  })

  it('is bounded in size and time', async () => {
    const guarded = createGuardedFetch({
      privateOrigins: [origin],
      maxBytes: 2_000,
      timeoutMs: 200,
    })
    await expect(guarded(`${origin}/large`)).rejects.toMatchObject({ code: 'upstream_invalid' })
    await expect(guarded(`${origin}/slow`)).rejects.toMatchObject({ code: 'upstream_unavailable' })
    const stuck = createGuardedFetch({
      resolve: () => new Promise(() => undefined),
      timeoutMs: 100,
    })
    await expect(stuck('https://idp.example.com/')).rejects.toMatchObject({
      code: 'upstream_unavailable',
    })
  })
})
