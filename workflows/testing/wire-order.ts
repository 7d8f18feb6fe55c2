/** Orders as the order system sends them, and the arrivals their webhooks become. */
import type { Arrival } from '#db/system/inbox/arrival.ts'
import { orders } from '#integrations/orders/index.ts'
import type { WireOrder, WireStatus } from '#integrations/orders/schema.ts'
import { newId, type ConnectionId } from '../contracts/ids.ts'

export interface WireOrderFacts {
  id: string
  customer: string
  version?: number
  status?: WireStatus
  title?: string
  deleted?: boolean
  placedByEmail?: string
}

const FIRST = Date.parse('2026-03-02T08:00:00.000Z')

export function wireOrder(facts: WireOrderFacts): WireOrder {
  const { id, customer, version = 1, status = 'confirmed' } = facts
  const at = new Date(FIRST + version * 60_000).toISOString()
  return {
    id,
    version,
    number: `SO-${id}`,
    title: facts.title ?? `Plate heat exchanger, version ${version}`,
    status,
    customer: { id: customer, name: customer },
    customer_reference: 'PO 4711',
    site: 'North, Mill Lane',
    placed_by: facts.placedByEmail ? { name: 'Ada', email: facts.placedByEmail } : null,
    currency: 'EUR',
    total: 125_000 + version,
    placed_at: new Date(FIRST).toISOString(),
    first_promised_on: '2026-04-01',
    promised_on: '2026-04-08',
    delivered_at: null,
    updated_at: at,
    deleted_at: facts.deleted ? at : null,
    lines: [
      {
        position: 1,
        article: 'HX-200',
        description: 'Plate heat exchanger',
        quantity: '1.25',
        unit: 't',
        unit_price: 100_000,
        amount: 125_000,
      },
    ],
    shipments: [],
    history: Array.from({ length: version }, (_, index) => ({
      id: `${id}-h${index + 1}`,
      type: 'note' as const,
      at: new Date(FIRST + index * 60_000).toISOString(),
      text: `step ${index + 1}`,
    })),
  }
}

export interface ArrivalFacts {
  connectionId: ConnectionId
  order: WireOrder
  /** Same key, same event. */
  eventKey?: string
}

let latest = 0
/** Ids of one millisecond have no order; tests that look at rows in order need one, and no time further ahead than that takes. */
const nextMs = (): number => (latest = Math.max(Date.now(), latest + 1))

/** What the intake makes of the webhook for this order. */
export function arrivalOf({ connectionId, order, eventKey }: ArrivalFacts): Arrival {
  const type = order.deleted_at ? 'order.deleted' : 'order.updated'
  const [result] = orders.parse({
    rawBody: Buffer.from(JSON.stringify({ type, timestamp: order.updated_at, data: order })),
    headers: { 'webhook-id': eventKey ?? newId<string>() },
    url: 'http://localhost/webhooks/orders',
    method: 'POST',
    receivedAt: new Date(),
  })
  if (result?.type !== 'event') throw new Error(`not an event: ${JSON.stringify(result)}`)
  const { event } = result
  return {
    id: newId(nextMs()),
    connectionId,
    ...event,
    state: 'pending',
    reason: null,
    requestId: newId<string>(),
  }
}

/** An arrival whose body is what the test says, for an order of this customer. */
export function rawArrival(facts: ArrivalFacts & { body: string }): Arrival {
  return { ...arrivalOf(facts), body: facts.body }
}
