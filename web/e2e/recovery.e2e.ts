/**
 * In short what `npm run faults` does at length: generated lives at all three sources, deliveries lost, doubled and
 * shuffled, processes killed and frozen; in the end the read model is what the sources hold. Then two outages alone.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signedUpdate, type SignedEvent } from '#workers/bench/order-events.ts'
import { runSuite } from './fault-suite/suite.ts'
import { CUSTOMERS } from './stack/seed.ts'
import { startStandaloneStack, type StandaloneStack } from './stack/standalone-stack.ts'

/** Its blows fall upon each kind of process. */
const STORM = { seed: 26, objects: 40, histories: 2, kills: 5, minutes: 3, waitsForPolls: false }
const EVENTS = 500

let stack: StandaloneStack

beforeAll(async () => {
  stack = await startStandaloneStack(() => undefined, { replicas: 2 })
}, 180_000)
afterAll(() => stack.close())

const post = ({ headers, body }: SignedEvent): Promise<Response> =>
  fetch(stack.webhookUrl, { method: 'POST', headers, body })

/** Of one order after the other, each with a version of its own. */
async function updates(count: number): Promise<SignedEvent[]> {
  const orders = await stack.upstream.list({ customer: CUSTOMERS.northgate.orders, limit: 20 })
  return Array.from({ length: count }, (_, place) => {
    const order = orders[place % orders.length]
    if (!order) throw new Error('Northgate has no orders.')
    const wire = { ...order, updated_at: '', version: order.version + 1 + place }
    return signedUpdate(wire, stack.webhookSecret)
  })
}

async function answersOf(events: readonly SignedEvent[]): Promise<Map<number, number>> {
  const answers = new Map<number, number>()
  const open = [...events]
  const work = async (): Promise<void> => {
    for (let event = open.shift(); event; event = open.shift()) {
      const response = await post(event)
      await response.arrayBuffer()
      answers.set(response.status, (answers.get(response.status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 10 }, work))
  return answers
}

/** How many of these are so now. */
async function inState(state: string, events: readonly SignedEvent[]): Promise<number> {
  const keys = events.map(({ headers }) => headers['webhook-id'])
  const [row] = await stack.readModel.query<{ n: string }>(
    'select count(*) as n from inbox where state = $1 and event_key = any($2)',
    [state, keys],
  )
  return Number(row?.n)
}

describe('while the three sources send', () => {
  it('loses and doubles nothing, whatever is lost, doubled, killed or frozen on the way', async () => {
    const { lines, faults } = await runSuite({ stack, options: STORM, log: () => undefined })
    expect(lines.join()).toMatch(/worker.*postgres|postgres.*worker/)
    expect(faults).toEqual([])
  }, 240_000)

  it(`takes ${EVENTS} webhooks while Temporal is stopped, and handles them when it is back`, async () => {
    await stack.services.temporal.kill()
    const events = await updates(EVENTS)
    expect(await answersOf(events)).toEqual(new Map([[202, EVENTS]]))
    expect(await inState('pending', events)).toBeGreaterThan(0)
    await stack.services.temporal.start()
    await expect
      .poll(() => inState('done', events), { timeout: 60_000, interval: 200 })
      .toBe(EVENTS)
  }, 120_000)

  it('says when to come again while PostgreSQL is dead, and gets what was refused', async () => {
    const { postgres } = stack.services
    await postgres.kill()
    const [event] = await updates(1)
    const refused = event && (await post(event))
    expect(refused?.status).toBe(503)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    const order = await stack.upstream.place({ customer: CUSTOMERS.northgate.orders })
    await postgres.start()
    const arrived = (): Promise<unknown[]> =>
      stack.readModel.query('select 1 from orders where external_id = $1', [order.id])
    await expect.poll(arrived, { timeout: 60_000, interval: 200 }).toHaveLength(1)
  }, 120_000)
})
