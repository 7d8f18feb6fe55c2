/**
 * L04: fifty connections whose source was down for ten minutes recover at once. They must not all ask at once: the
 * source counts what it is asked in each 50 seconds of a clock that the test moves on, and answers 429 above twice
 * the planned rate. Nothing here waits for real time.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { saveConnection } from '#db/system/connections.ts'
import { findOverdueLanes } from '#db/system/inbox/lanes.ts'
import { createLink } from '#db/system/links.ts'
import { withSystem } from '#db/system/system.ts'
import type { SourceReader } from '#integrations/kit/connector.ts'
import { orders } from '#integrations/orders/index.ts'
import { toOrderChange } from '#integrations/orders/map.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { idOfChange } from '#workflows/contracts/records.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { readInbox } from '#workflows/testing/mirror.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import type { SyncDeps } from './deps.ts'
import { createDrainStep } from './drain-step.ts'

const CONNECTIONS = 50
const EVENTS = CONNECTIONS * 4
const OUTAGE_SECONDS = 600
/** How far the test moves the clock at a time. */
const TICK_SECONDS = 50

let hub: Hub
const connections: ConnectionId[] = []

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1'] })
  connections.push(hub.connectionId)
  while (connections.length < CONNECTIONS) connections.push(await addConnection(connections.length))
})
afterAll(() => hub.close())
beforeEach(() => withSystem(hub.db, (trx) => trx.deleteFrom('inbox').execute()))

async function addConnection(number: number): Promise<ConnectionId> {
  const id = await withSystem(hub.owner, (trx) =>
    saveConnection(trx, hub.deps.keyring, {
      ...{ source: 'orders', name: `Order system ${number}`, baseUrl: 'http://127.0.0.1:9' },
      ...{ credentials: { token: 'none' }, webhookSecrets: [] },
    }),
  )
  const link = { connectionId: id, externalId: 'C-1', tenantId: hub.tenantOf('C-1') }
  await withSystem(hub.db, (trx) => createLink(trx, link))
  return id
}

/** What came in when the source went down, all of it to be asked for. */
async function receiveHints(): Promise<void> {
  const arrivals = Array.from({ length: EVENTS }, (_, at) => {
    const connectionId = connections[at % CONNECTIONS] ?? hub.connectionId
    return arrivalOf({ connectionId, order: wireOrder({ id: `herd-${at}`, customer: 'C-1' }) })
  })
  await hub.receive(arrivals, { poke: false })
  // Tried again and again meanwhile: the next wait is half as long as the outage.
  await withSystem(hub.db, (trx) =>
    sql`update inbox set waited_ms = ${(OUTAGE_SECONDS * 1_000) / 4}`.execute(trx),
  )
}

/** One system behind all connections. */
function createSource(most: number, retryAfterMs: number | null) {
  const state = { isDown: true, asked: 0, refused: 0 }
  const detail = retryAfterMs === null ? {} : { retryAfterMs }
  const unavailable = new AppError('upstream_unavailable', 'The source is failing.', { detail })
  const get: SourceReader['get'] = (_kind, id) => {
    state.asked++
    if (state.isDown) return Promise.reject(unavailable)
    if (state.asked > most) {
      state.refused++
      return Promise.reject(
        new AppError('upstream_unavailable', 'The source asks us to slow down.'),
      )
    }
    return Promise.resolve(toOrderChange(wireOrder({ id, customer: 'C-1' })))
  }
  const list: SourceReader['list'] = () => Promise.reject(new Error('not asked for'))
  const changes: Partial<SyncDeps> = {
    readerFor: () => ({ get, list }),
    connectorFor: () => ({ ...orders, toChange: asHint }),
  }
  return { state, step: createDrainStep({ ...hub.deps, ...changes }) }
}

/** As of sources whose events hold an id and nothing else. */
const asHint: typeof orders.toChange = (body) => {
  const result = orders.toChange(body)
  if (result.type !== 'change') return result
  return { type: 'fetch', kind: result.change.kind, externalId: idOfChange(result.change) }
}

/** What the sweeper would poke now. */
const dueLanes = (): Promise<DrainLane[]> =>
  withSystem(hub.db, (trx) => findOverdueLanes(trx, { olderThanMs: 0, limit: 1_000 }))

/**
 * A clock that only the test moves: whatever waits is put so far off that the database's own never gets there.
 *
 * @returns makes due what waits for no longer than so many seconds from now
 */
async function stopClock(): Promise<(seconds: number) => Promise<unknown>> {
  const far = sql`interval '10 days'`
  const { rows } = await withSystem(hub.db, async (trx) => {
    await sql`update inbox set due_at = due_at + ${far}`.execute(trx)
    return sql<{ start: Date }>`select now() + ${far} as start`.execute(trx)
  })
  const start = rows[0]?.start
  return (seconds) =>
    withSystem(hub.db, (trx) =>
      sql`update inbox set due_at = now() - interval '1 second' where state = 'pending'
        and due_at <= ${start}::timestamptz + make_interval(secs => ${seconds})`.execute(trx),
    )
}

test.each([
  // Half of what has been waited, a quarter of that either way: 225 to 375 s.
  ['does not say when', null, { fromSeconds: 225, forSeconds: 150 }],
  [
    'names one moment to all',
    OUTAGE_SECONDS * 1_000,
    { fromSeconds: OUTAGE_SECONDS, forSeconds: 150 },
  ],
] as const)(
  'after an outage whose source %s, fifty connections ask again spread out, and none too soon',
  async (_, retryAfterMs, { fromSeconds, forSeconds }) => {
    const planned = (EVENTS * TICK_SECONDS) / forSeconds
    const source = createSource(planned * 2, retryAfterMs)
    await receiveHints()
    for (const lane of await dueLanes()) await source.step(lane)
    expect(source.state.asked).toBe(EVENTS)
    expect(await dueLanes()).toEqual([])

    source.state.isDown = false
    const moveTo = await stopClock()
    let total = 0
    for (let at = fromSeconds - 2 * TICK_SECONDS; total < EVENTS; at += TICK_SECONDS) {
      source.state.asked = 0
      await moveTo(at)
      for (const lane of await dueLanes()) await source.step(lane)
      total += source.state.asked
      if (at < fromSeconds - TICK_SECONDS) expect(total).toBe(0)
    }
    expect(source.state.refused).toBe(0)
    expect(new Set((await readInbox(hub)).map(({ state }) => state))).toEqual(new Set(['done']))
  },
  120_000,
)
