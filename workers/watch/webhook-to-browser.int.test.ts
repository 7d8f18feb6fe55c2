/** One webhook on its way to the browser: told by one id in every log line, and as one trace. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSpan } from '#integrations/kit/watch/span.ts'
import { startTracing, type Tracing } from '#integrations/kit/watch/tracing.ts'
import { createBrowser } from '#web/testing/browser.ts'
import { openEventStream } from '#web/testing/event-stream.ts'
import { orderEvent, sendWebhook } from '#web/testing/order-webhook.ts'
import { newId, type StaffId } from '#workflows/contracts/ids.ts'
import { eventually } from '#workflows/testing/mirror.ts'
import { startCollector, type CollectedSpan, type Collector } from './testing/collector.ts'
import { startWatchedStack, type WatchedStack } from './testing/watched-stack.ts'

let collector: Collector
let tracing: Tracing
let stack: WatchedStack

beforeAll(async () => {
  collector = await startCollector()
  tracing = await startTracing('portside-test', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
    OTEL_TRACES_SAMPLER_ARG: 1,
  })
  stack = await startWatchedStack({ tracing })
})
afterAll(async () => {
  await stack.close()
  await tracing.close()
  await collector.close()
})

const linesOf = (log: string): Record<string, unknown>[] =>
  log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

/** Sends a change of an order, and waits until an open page has heard of it. */
async function sendAndHear(id: string): Promise<string> {
  const { world, web } = stack
  const browser = createBrowser(web.url)
  expect((await browser.signIn(world.ours.members.admin.email)).status).toBe(303)
  const stream = await openEventStream(browser)
  try {
    await stream.until(() => true)
    const answer = await sendWebhook({
      url: web.url,
      connectionId: world.connectionId,
      secret: world.secret,
      body: orderEvent({ customer: world.ours.customerId, id }),
    })
    expect(answer.status).toBe(202)
    const requestId = answer.headers.get('x-request-id') ?? ''
    const heard = await stream.until(({ event }) => event === 'change', 15_000)
    expect(heard.data).toMatchObject([{ kind: 'order', requestId }])
    return requestId
  } finally {
    stream.close()
  }
}

test('one id names a webhook in the log of web, in its inbox row, in the log of the worker, in the audit log and in the browser', async () => {
  const requestId = await sendAndHear('ord_one_id')
  const { world, web } = stack
  const told = (log: string, message: string): unknown[] =>
    linesOf(log).filter(
      ({ msg, ...facts }) => msg === message && JSON.stringify(facts).includes(requestId),
    )
  expect(told(web.log(), 'request')).toMatchObject([{ method: 'POST', status: 202 }])
  await eventually(() => {
    expect(told(stack.workerLog(), 'events drained')).toMatchObject([{ events: 1, applied: 1 }])
    expect(told(web.log(), 'live events sent')).toMatchObject([{ streams: 1, events: 1 }])
    return Promise.resolve()
  })
  for (const table of ['inbox', 'live_events', 'audit_entries']) {
    const { rows } = await world.sql.query(`select 1 from ${table} where request_id = $1`, [
      requestId,
    ])
    expect(rows.length).toBeGreaterThan(0)
  }
})

async function spansOf(fits: (span: CollectedSpan) => boolean, names: readonly string[]) {
  return eventually(async () => {
    await sleep(200)
    const start = collector.spans().find(fits)
    const own = collector.spans().filter(({ traceId }) => traceId === start?.traceId)
    expect(own.map(({ name }) => name)).toEqual(expect.arrayContaining([...names]))
    return own
  }, 20_000)
}

/** Names of the spans above this one, the nearest first. */
function ancestors(spans: readonly CollectedSpan[], name: string): string[] {
  const found: string[] = []
  let at = spans.find((span) => span.name === name)
  while (at && at.parentSpanId !== '') {
    const above = at.parentSpanId
    at = spans.find(({ spanId }) => spanId === above)
    found.push(at?.name ?? 'missing')
  }
  return found
}

const WEBHOOK = 'POST /webhooks/:source/:connectionId'

test('a webhook is one trace from the request over the workflow to the transaction of the activity', async () => {
  await sendAndHear('ord_traced')
  const spans = await spansOf(
    ({ name }) => name === WEBHOOK,
    ['store arrivals', 'poke drain', 'workflow drain', 'activity drainStep', 'transaction tenant'],
  )
  expect(ancestors(spans, 'store arrivals')).toEqual([WEBHOOK])
  expect(ancestors(spans, 'transaction tenant')).toEqual([
    ...['activity drainStep', 'workflow drain', 'poke drain'],
    ...[WEBHOOK],
  ])
})

test('a command of staff is one trace from the caller to the activity', async () => {
  const { connectionId } = stack.world
  const commandId = newId<string>()
  await withSpan('press of a button', {}, () =>
    stack.gateway.runStaffCommand({
      ...{ commandId, staff: { id: newId<StaffId>(), name: 'Nobody' } },
      command: { type: 'backfill', connectionId },
    }),
  )
  const spans = await spansOf(
    ({ name }) => name === 'press of a button',
    ['workflow staffCommand', 'activity performStaffCommand'],
  )
  expect(ancestors(spans, 'activity performStaffCommand')).toEqual([
    ...['workflow staffCommand', 'start staffCommand', 'press of a button'],
  ])
})

test('spans hold names and numbers of ours, and nothing of a tenant', async () => {
  const { ours, secret, connectionId } = stack.world
  const browser = createBrowser(stack.web.url)
  await browser.signIn(ours.members.admin.email)
  const input = { text: 'Pressure valves', limit: 5 }
  expect((await browser.query('portal.orders.search', { input })).status).toBe(200)
  await spansOf(({ name }) => name === 'GET /api/trpc', ['procedure portal.orders.search'])
  const text = collector.text()
  const theirs = [ours.id, ours.slug, ours.customerId, secret, connectionId, 'Pressure valves']
  theirs.push('ord_traced', ours.members.admin.email, ours.members.admin.id, 'select ')
  expect(theirs.filter((word) => text.includes(word))).toEqual([])
})
