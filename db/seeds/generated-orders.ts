/** Orders for generated tenants: plausible in every field, spread over two years and all states. */
import {
  ORDER_STATES,
  type OrderEvent,
  type OrderRecord,
  type OrderState,
} from '#workflows/contracts/orders.ts'
import type { Random } from './random.ts'

export interface GeneratedOrderPlace {
  /** Number of the order within its customer, from 1. */
  index: number
  customer: string
  email: string
  now: Date
}

const DAY_MS = 86_400_000
const ARTICLES = [
  'Feed pump',
  'Safety valve',
  'Steam trap',
  'Condensate tank',
  'Control cabinet',
  'Gasket set',
] as const
const SITES = ['North works', 'South works', 'Harbour site', 'Old mill'] as const
const PATH = ORDER_STATES.filter((state) => state !== 'cancelled')

export function generateOrder(random: Random, place: GeneratedOrderPlace): OrderRecord {
  const { index, customer } = place
  const ageDays = random.between(0, 730)
  const placed = place.now.getTime() - ageDays * DAY_MS - random.between(0, DAY_MS)
  const state = stateAt(random, ageDays)
  const first = placed + random.between(10, 60) * DAY_MS
  const moved = random.between(1, 5) === 1 ? random.between(1, 14) * DAY_MS : 0
  const delivered = state === 'delivered' ? Math.min(first + moved, place.now.getTime()) : null
  const lines = Array.from({ length: random.between(1, 4) }, (_, at) => lineOf(random, at + 1))
  const history = historyOf(state, placed, delivered ?? place.now.getTime())
  const article = random.pick(ARTICLES)
  return {
    externalId: `${customer}-O${index}`,
    version: history.length,
    externalCustomerId: customer,
    number: `${customer}-${String(10_000 + index)}`,
    title: `${article}, ${random.pick(SITES)}`,
    state,
    customerReference: random.between(1, 3) === 1 ? `PO ${random.between(1_000, 9_999)}` : null,
    site: random.pick(SITES),
    placedByEmail: place.email,
    total: { minor: lines.reduce((sum, line) => sum + line.amountMinor, 0), currency: 'EUR' },
    placedAt: new Date(placed).toISOString(),
    firstPromisedOn: dateOf(first),
    promisedOn: dateOf(first + moved),
    deliveredAt: delivered === null ? null : new Date(delivered).toISOString(),
    changedAt: history.at(-1)?.at ?? new Date(placed).toISOString(),
    lines,
    shipments: [],
    returns: [],
    history,
  }
}

function stateAt(random: Random, ageDays: number): OrderState {
  if (random.between(1, 25) === 1) return 'cancelled'
  if (ageDays > 75) return 'delivered'
  return PATH[Math.min(PATH.length - 1, Math.floor(ageDays / 13))] ?? 'received'
}

function lineOf(random: Random, position: number): OrderRecord['lines'][number] {
  const quantity = random.between(1, 20)
  const unitPriceMinor = random.between(500, 250_000)
  return {
    position,
    article: `A-${random.between(1_000, 9_999)}`,
    description: random.pick(ARTICLES),
    quantity: String(quantity),
    unit: 'pcs',
    unitPriceMinor,
    amountMinor: quantity * unitPriceMinor,
  }
}

/** Every state on the way, evenly spread between placing and the end. */
function historyOf(state: OrderState, placed: number, end: number): OrderEvent[] {
  const way =
    state === 'cancelled'
      ? (['received', 'cancelled'] as const)
      : PATH.slice(0, PATH.indexOf(state) + 1)
  return way.map((entered, at) => ({
    externalId: `E${at + 1}`,
    at: new Date(placed + ((end - placed) * at) / Math.max(1, way.length - 1)).toISOString(),
    kind: 'state',
    state: entered,
    fromDate: null,
    toDate: null,
    shipmentExternalId: null,
    returnNumber: null,
    note: null,
  }))
}

const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10)
