/**
 * Floor of `event-to-client` and `event-to-browser`: bare HTTP, one INSERT, a folded signalWithStart, a workflow whose
 * local activity upserts one row and NOTIFYs, one LISTEN, server-sent events. Imports nothing of ours.
 * Arguments: DSN, Temporal address, webhook secret.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import http from 'node:http'
import { Client, Connection } from '@temporalio/client'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import pg from 'pg'

const [url = '', address = '', secret = ''] = process.argv.slice(2)
const TASK_QUEUE = `floor-${randomUUID()}`
const FOLD_MS = 250
const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
Runtime.install({ logger: new DefaultLogger('ERROR') })

const pool = new pg.Pool({ connectionString: url, max: 4 })
await pool.query(`
  drop table if exists floor_events, floor_orders;
  create table floor_events (id uuid primary key, event_key text unique, body text, done boolean default false);
  create index on floor_events (id) where not done;
  create table floor_orders (id text primary key, version bigint, body text)`)

/** Rows of one claim. */
const BATCH = 200

/** One transaction: claim, version-gated upsert, settle, NOTIFY. Returns whether there may be more. */
async function drain(): Promise<boolean> {
  const { rows } = await pool.query<{ claimed: number }>(`
    with claimed as (
      update floor_events set done = true where id in (
        select id from floor_events where not done order by id limit ${BATCH} for update skip locked)
      returning body::json -> 'data' as data),
    applied as (
      insert into floor_orders (id, version, body)
      select data ->> 'id', (data ->> 'version')::bigint, data::text from claimed
      on conflict (id) do update set version = excluded.version, body = excluded.body
      where floor_orders.version < excluded.version
      returning id, version),
    told as materialized (select pg_notify('floor', version::text) from applied)
    select (select count(*) from claimed)::int as claimed, (select count(*) from told) as told`)
  return rows[0]?.claimed === BATCH
}

const temporal = new Client({ connection: await Connection.connect({ address }) })
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  taskQueue: TASK_QUEUE,
  workflowsPath: new URL('./event-to-client.floor-workflow.ts', import.meta.url).pathname,
  activities: { drain },
})
void worker.run()

let poked = 0
let folded: NodeJS.Timeout | undefined
function poke(): void {
  if (folded) return
  const wait = poked + FOLD_MS - Date.now()
  if (wait > 0) {
    folded = setTimeout(() => {
      folded = undefined
      poke()
    }, wait)
    return
  }
  poked = Date.now()
  void temporal.workflow.signalWithStart('floorDrain', {
    workflowId: TASK_QUEUE,
    taskQueue: TASK_QUEUE,
    signal: 'arrived',
  })
}

const streams = new Set<http.ServerResponse>()
const listener = new pg.Client({ connectionString: url })
await listener.connect()
listener.on('notification', ({ payload }) => {
  for (const stream of streams) stream.write(`event: change\ndata: ${payload ?? ''}\n\n`)
})
await listener.query('listen floor')

async function receive(
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const body = Buffer.concat(await request.toArray())
  const { headers } = request
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`
  const expected = `v1,${createHmac('sha256', key).update(signed).update(body).digest('base64')}`
  const given = Buffer.from(String(headers['webhook-signature']))
  if (given.length !== expected.length || !timingSafeEqual(given, Buffer.from(expected))) {
    response.writeHead(401).end()
    return
  }
  await pool.query(
    `insert into floor_events (id, event_key, body) values ($1, $2, $3) on conflict do nothing`,
    [randomUUID(), headers['webhook-id'], body.toString()],
  )
  response.writeHead(202).end()
  poke()
}

/** What a browser needs to see the change: a stream, and a read when it says so. */
const PAGE = `<!doctype html><title>floor</title><h1></h1><script>
  new EventSource('/live').addEventListener('change', async () => {
    document.querySelector('h1').textContent = await (await fetch('/title')).text()
  })</script>`

async function readTitle(): Promise<string> {
  const { rows } = await pool.query<{ title: string }>(
    `select body::json ->> 'title' as title from floor_orders limit 1`,
  )
  return rows[0]?.title ?? ''
}

const server = http.createServer((request, response) => {
  if (request.method === 'POST') return void receive(request, response)
  if (request.url === '/live') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
    streams.add(response)
    return response.on('close', () => streams.delete(response))
  }
  if (request.url === '/title') return void readTitle().then((title) => response.end(title))
  return response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
})
server.listen(0, '127.0.0.1', () => {
  const bound = server.address()
  process.stdout.write(`port ${typeof bound === 'object' ? (bound?.port ?? 0) : 0}\n`)
})
