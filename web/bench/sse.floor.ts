/**
 * Floor of `sse-fan-out` and `sse-memory`: bare Express, one LISTEN, one read for each notification, one write for each
 * client. Imports nothing of ours. Argument: DSN.
 */
import express, { type Response } from 'express'
import pg from 'pg'

const [url = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url, max: 1 })
await pool.query(`
  create table if not exists floor_changes (id bigserial primary key, at timestamptz not null default now())`)

const streams = new Set<Response>()
const listener = new pg.Client({ connectionString: url })
await listener.connect()
listener.on('notification', () => {
  void pool
    .query<{ id: string }>('select id from floor_changes order by id desc limit 1')
    .then(({ rows }) => {
      const frame = `id: ${rows[0]?.id ?? ''}\nevent: change\ndata: {}\n\n`
      for (const stream of streams) stream.write(frame)
    })
})
await listener.query('listen floor_changes')

const app = express()
app.get('/live', (request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': hello\n\n')
  streams.add(response)
  response.on('close', () => streams.delete(response))
  request.resume()
})
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`port ${typeof address === 'object' ? (address?.port ?? 0) : 0}\n`)
})
