/** The built client over HTTP: what is kept for a year, what is gone, and what is never shown. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import express from 'express'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { requestId } from './request-id.ts'
import { staticFiles } from './static-files.ts'

let folder: string
let server: http.Server
let url: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portside-client-'))
  await mkdir(path.join(folder, 'assets'))
  await writeFile(
    path.join(folder, 'assets/root-AbC123.js'),
    `const words = '${'word '.repeat(800)}'`,
  )
  await writeFile(path.join(folder, 'assets/root-AbC123.js.map'), '{}')
  await writeFile(path.join(folder, 'favicon.svg'), '<svg/>')
  await writeFile(path.join(folder, '.env'), 'SECRET=1')
  const app = express().use(requestId, staticFiles(folder), (_req, res) => {
    res.status(418).end()
  })
  server = http.createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
})

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

it('keeps hashed files for a year and sends them packed', async () => {
  const answer = await fetch(`${url}/assets/root-AbC123.js`)
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(answer.headers.get('content-encoding')).not.toBeNull()
})

it('says 404 for files of an older build, for source maps and for folders, and no page in their place', async () => {
  for (const name of [
    '/assets/root-old.js',
    '/assets/root-AbC123.js.map',
    '/assets/',
    '/assets/../.env',
  ]) {
    const answer = await fetch(url + name)
    expect([name, answer.status]).toEqual([name, name.includes('..') ? 418 : 404])
    expect(answer.headers.get('cache-control') ?? '').not.toContain('immutable')
  }
})

it('keeps other files for an hour, and shows no hidden ones', async () => {
  const icon = await fetch(`${url}/favicon.svg`)
  expect(icon.headers.get('cache-control')).toBe('public, max-age=3600')
  expect(await (await fetch(`${url}/.env`)).text()).not.toContain('SECRET')
})
