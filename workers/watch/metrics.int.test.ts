/** What a scrape of web and of the worker tells, and to whom. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLogger } from '#integrations/kit/logger.ts'
import { serveMetrics, type MetricsServer } from '#integrations/kit/watch/metrics-server.ts'
import { createRegistry } from '#integrations/kit/watch/registry.ts'
import { connectorFor } from '#integrations/registry.ts'
import { createBrowser } from '#web/testing/browser.ts'
import { openEventStream, type EventStream } from '#web/testing/event-stream.ts'
import { orderEvent, sendWebhook } from '#web/testing/order-webhook.ts'
import { newId } from '#workflows/contracts/ids.ts'
import { eventually } from '#workflows/testing/mirror.ts'
import { registerHubGauges } from './hub-gauges.ts'
import { startWatchedStack, type WatchedStack } from './testing/watched-stack.ts'

const registries = { web: createRegistry(), worker: createRegistry() }
const log = createLogger('test', 'fatal')
let stack: WatchedStack
let web: MetricsServer
let worker: MetricsServer
let stream: EventStream

const scrape = async ({ port }: MetricsServer): Promise<string> =>
  (await fetch(`http://127.0.0.1:${port}/metrics`)).text()

/** The value of the one series whose line begins like this. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length + 1))
}

beforeAll(async () => {
  stack = await startWatchedStack({ registries })
  const { db, logger } = stack.deps
  registerHubGauges(registries.worker, { db, logger, connectorFor }, 0)
  const at = { port: 0, host: '127.0.0.1', log }
  web = await serveMetrics({ ...at, registry: registries.web })
  worker = await serveMetrics({
    ...{ ...at, registry: registries.worker },
    more: () => Promise.resolve('temporal_workers 3\n'),
  })
  const browser = createBrowser(stack.web.url)
  await browser.signIn(stack.world.ours.members.admin.email)
  stream = await openEventStream(browser)
  await stream.until(() => true)
  await useIt()
  await browser.query('portal.session.get')
  await browser.query('portal.orders.get', { input: { id: newId() } })
  await browser.fetch('/t/northgate/home')
  await browser.fetch(`/wp-admin/${newId()}.php`)
})
afterAll(async () => {
  stream.close()
  await Promise.all([web.close(), worker.close()])
  await stack.close()
})

/** A good webhook, a forged one, and one for nobody. */
async function useIt(): Promise<void> {
  const { world } = stack
  const webhook = {
    url: stack.web.url,
    connectionId: world.connectionId,
    secret: world.secret,
    body: orderEvent({ customer: world.ours.customerId, id: 'ord_counted' }),
  }
  expect((await sendWebhook(webhook)).status).toBe(202)
  await sendWebhook({ ...webhook, secret: `whsec_${btoa('x'.repeat(32))}` })
  await sendWebhook({ ...webhook, connectionId: newId(), source: 'nobody' })
  await stream.until(({ event }) => event === 'change', 15_000)
}

describe('a scrape of web', () => {
  it('counts requests by the pattern of their route', async () => {
    const text = await scrape(web)
    const count = (route: string, status: string, method = 'GET'): number | undefined =>
      valueOf(
        text,
        `portside_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`,
      )
    expect(count('/webhooks/:source/:connectionId', '2xx', 'POST')).toBe(1)
    expect(count('/webhooks/:source/:connectionId', '4xx', 'POST')).toBe(2)
    expect(count('/api/trpc', '2xx')).toBe(1)
    expect(count('/t/:slug/home', '2xx')).toBe(1)
    expect(count('(no page)', '4xx')).toBe(1)
  })

  it('tells webhooks by verdict, procedures by outcome, streams and the way to the browser', async () => {
    const text = await scrape(web)
    const verdict = (source: string, name: string): number | undefined =>
      valueOf(text, `portside_webhook_duration_seconds_count{source="${source}",verdict="${name}"}`)
    expect(verdict('orders', 'stored')).toBe(1)
    expect(verdict('orders', 'bad_signature')).toBe(1)
    expect(verdict('unknown', 'unknown_connection')).toBe(1)
    const procedure = (name: string, outcome: string): number | undefined =>
      valueOf(
        text,
        `portside_procedure_duration_seconds_count{procedure="${name}",outcome="${outcome}"}`,
      )
    expect(procedure('portal.orders.get', 'not_found')).toBe(1)
    expect(procedure('portal.session.get', 'ok')).toBeGreaterThanOrEqual(1)
    expect(valueOf(text, 'portside_sse_clients')).toBe(1)
    expect(valueOf(text, 'portside_live_fanout_lag_seconds_count')).toBeGreaterThanOrEqual(1)
    expect(valueOf(text, 'portside_pg_pool_waiting{pool="pages"}')).toBe(0)
    expect(valueOf(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0)
  })

  it('names no tenant, person, record or address that was asked for', async () => {
    const { ours, theirs } = stack.world
    const text = (await scrape(web)) + (await scrape(worker))
    const words = [ours, theirs].flatMap(({ id, slug, customerId, members }) => [
      ...[id, slug, customerId],
      ...Object.values(members).flatMap(({ email, id: person }) => [email, person]),
    ])
    expect([...words, 'ord_counted', 'wp-admin'].filter((word) => text.includes(word))).toEqual([])
  })
})

describe('a scrape of the worker', () => {
  it('counts what drains did and adds what Temporal says', async () => {
    const text = await eventually(async () => {
      const scraped = await scrape(worker)
      expect(valueOf(scraped, 'portside_drain_step_duration_seconds_count{outcome="done"}')).toBe(1)
      return scraped
    })
    expect(valueOf(text, 'portside_drain_changes_applied_total')).toBe(1)
    const settled = 'portside_drain_events_total{source="orders",outcome="applied"}'
    expect(valueOf(text, settled)).toBe(1)
    expect(valueOf(text, 'temporal_workers')).toBe(3)
  })

  it('shows per connection what waits and since when, its state, and how near the horizon is', async () => {
    const { connectionId, sql } = stack.world
    const stripe = await stack.world.addConnection({ source: 'stripe', state: 'parked' })
    const arrive = (state: string, minutes: number): Promise<unknown> =>
      sql.query(
        `insert into inbox (id, connection_id, event_key, event_type, body, state, received_at, due_at)
         values ($1, $2, $3, 'order.updated', '{}', $4, now() - $5 * interval '1 minute',
           now() - ($5 - 1) * interval '1 minute')`,
        [newId(), connectionId, newId(), state, minutes],
      )
    for (const [state, minutes] of [
      ['pending', 5],
      ['pending', 10],
      ['quarantined', 3],
    ] as const) {
      await arrive(state, minutes)
    }
    await sql.query(
      `insert into checkpoints (connection_id, kind, lane, updated_since, completed_at)
       values ($1, 'invoice', 'poll', now() - interval '15 days', now())`,
      [stripe.id],
    )
    const text = await scrape(worker)
    const of = (name: string, labels = ''): number | undefined =>
      valueOf(text, `portside_${name}{connection="${connectionId}",source="orders"${labels}}`)
    expect(of('inbox_events', ',state="pending"')).toBe(2)
    expect(of('inbox_events', ',state="quarantined"')).toBe(1)
    expect(of('inbox_oldest_age_seconds')).toBeCloseTo(600, -1.5)
    expect(of('connection_lag_seconds')).toBeCloseTo(540, -1.5)
    expect(of('connection_state', ',state="active"')).toBe(1)
    expect(valueOf(text, 'portside_figures_up')).toBe(1)
    const parked = `{connection="${stripe.id}",source="stripe"`
    expect(valueOf(text, `portside_connection_state${parked},state="parked"}`)).toBe(1)
    expect(valueOf(text, `portside_poll_horizon_ratio${parked},kind="invoice"}`)).toBeCloseTo(
      0.5,
      1,
    )
    await sql.query(`delete from inbox where event_type = 'order.updated' and body = '{}'`)
  })

  it('reads the database once for however many ask, and says so when it is away', async () => {
    const { db, logger } = stack.deps
    let taken = 0
    const count = (): void => {
      taken++
    }
    db.pool.on('acquire', count)
    const registry = createRegistry()
    registerHubGauges(registry, { db, logger, connectorFor })
    const before = taken
    await Promise.all(Array.from({ length: 20 }, () => registry.metrics()))
    const readings = taken - before
    db.pool.off('acquire', count)
    // The sweeper does not run here, and no event is under way.
    expect(readings).toBe(1)
    const gone = createRegistry()
    registerHubGauges(gone, {
      db: { ...db, driver: failingDriver(db.driver) },
      logger,
      connectorFor,
    })
    const text = await gone.metrics()
    expect(valueOf(text, 'portside_figures_up')).toBe(0)
    expect(text).not.toContain('portside_inbox_events{')
  })
})

type Driver = WatchedStack['deps']['db']['driver']

const failingDriver = (driver: Driver): Driver => ({
  ...driver,
  acquireConnection: () => Promise.reject(new Error('the database is away')),
})

describe('who can reach it', () => {
  it('answers /metrics on its own port only, and nothing else there', async () => {
    const on = async (port: number, path: string, method = 'GET'): Promise<number> =>
      (await fetch(`http://127.0.0.1:${port}${path}`, { method })).status
    expect(await on(web.port, '/metrics', 'POST')).toBe(404)
    expect(await on(web.port, '/')).toBe(404)
    expect(await on(web.port, '/healthz')).toBe(404)
  })

  it('is not on the port of the portal, where nothing tells about our insides (P15)', async () => {
    const get = (path: string): Promise<Response> =>
      fetch(stack.web.url + path, { redirect: 'manual' })
    for (const path of ['/metrics', '/.env', '/.git/config', '/assets/root.js.map', '/docs']) {
      const answer = await get(path)
      expect([path, answer.status]).toEqual([path, 404])
      expect(await answer.text()).not.toContain('portside_')
    }
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' })
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' })
  })
})
