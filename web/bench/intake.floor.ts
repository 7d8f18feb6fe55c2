/**
 * Floor of the figure `intake`: bare HTTP, HMAC over the raw bytes, one INSERT shared by all requests that arrive
 * while a commit is under way, 202 after it. Imports nothing of ours. Arguments: DSN, webhook secret.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import http from 'node:http'
import pg from 'pg'

interface Arrival {
  id: string
  key: string
  body: string
  response: http.ServerResponse
}

const [url = '', secret = ''] = process.argv.slice(2)
const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
const client = new pg.Client({ connectionString: url })
await client.connect()
await client.query(`set synchronous_commit = on`)
await client.query(`
  drop table if exists floor_inbox;
  create table floor_inbox (
    id uuid primary key, event_key text not null unique, body text not null,
    received_at timestamptz not null default now())`)

let waiting: Arrival[] = []
let committing = false

async function commit(): Promise<void> {
  committing = true
  while (waiting.length > 0) {
    const batch = waiting
    waiting = []
    await client.query({
      name: 'store',
      text: `insert into floor_inbox (id, event_key, body)
        select * from unnest($1::uuid[], $2::text[], $3::text[]) on conflict do nothing`,
      values: [batch.map((a) => a.id), batch.map((a) => a.key), batch.map((a) => a.body)],
    })
    for (const arrival of batch) arrival.response.writeHead(202).end()
  }
  committing = false
}

function isSigned(headers: http.IncomingHttpHeaders, body: Buffer): boolean {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`
  const expected = `v1,${createHmac('sha256', key).update(signed).update(body).digest('base64')}`
  const given = Buffer.from(String(headers['webhook-signature']))
  const age = Math.abs(Date.now() / 1_000 - Number(headers['webhook-timestamp']))
  return (
    given.length === expected.length && timingSafeEqual(given, Buffer.from(expected)) && age <= 300
  )
}

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    if (!isSigned(request.headers, body)) return response.writeHead(401).end()
    const eventKey = String(request.headers['webhook-id'])
    waiting.push({ id: randomUUID(), key: eventKey, body: body.toString(), response })
    return committing ? undefined : void commit()
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`port ${typeof address === 'object' ? (address?.port ?? 0) : 0}\n`)
})
