/** Subscriptions → ours: what is paid for what, until when, and when the next charge comes. */
import type {
  SubscriptionItem,
  SubscriptionRecord,
  SubscriptionState,
} from '#workflows/contracts/subscriptions.ts'
import { iso, isoOrNull, latestOf, type Stamp, wordsOf } from './map.ts'
import type { WireSubscription, WireSubscriptionItem } from './schema-subscriptions.ts'

const STATES: Readonly<Record<WireSubscription['status'], SubscriptionState>> = {
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  unpaid: 'unpaid',
  paused: 'paused',
  incomplete: 'incomplete',
  canceled: 'cancelled',
  incomplete_expired: 'expired',
}

/** In these it goes on by itself at the end of its period. */
const RENEWING: readonly SubscriptionState[] = ['trialing', 'active', 'past_due']

/** Product id → its name, for products that came as ids. */
export type ProductNames = ReadonlyMap<string, string>

/** @param wire with all of its items: the first page of them would silently lose the rest */
export function toSubscription(
  wire: WireSubscription,
  names: ProductNames,
  stamp: Stamp,
): SubscriptionRecord {
  const { created, canceled_at, ended_at } = wire
  return {
    externalId: wire.id,
    version: stamp.version,
    externalCustomerId: wire.customer,
    state: STATES[wire.status],
    currency: wire.currency.toUpperCase(),
    description: wordsOf(wire.description),
    collection: wire.collection_method === 'charge_automatically' ? 'automatic' : 'invoice',
    isCollectionPaused: wire.pause_collection != null,
    startedAt: iso(wire.start_date),
    renewsAt: isoOrNull(renewalOf(wire)),
    trialEndsAt: isoOrNull(wire.trial_end),
    cancelsAtPeriodEnd: wire.cancel_at_period_end,
    cancelAt: isoOrNull(wire.cancel_at),
    cancelledAt: isoOrNull(canceled_at),
    endedAt: isoOrNull(ended_at),
    paymentMethodExternalId: wire.default_payment_method ?? wire.default_source ?? null,
    changedAt: latestOf(stamp, [created, canceled_at, ended_at]),
    items: wire.items.data.map((item, index) => toItem(item, names, index)),
  }
}

function renewalOf(wire: WireSubscription): number | null {
  const ends = wire.items.data.map((item) => item.current_period_end)
  const held = wire.pause_collection != null || wire.cancel_at_period_end
  if (ends.length === 0 || held || !RENEWING.includes(STATES[wire.status])) return null
  const next = Math.min(...ends)
  return wire.cancel_at != null && wire.cancel_at <= next ? null : next
}

function toItem(item: WireSubscriptionItem, names: ProductNames, index: number): SubscriptionItem {
  const { price } = item
  const { product, recurring } = price
  const quantity = recurring.usage_type === 'licensed' ? (item.quantity ?? null) : null
  return {
    externalId: item.id,
    position: index + 1,
    priceExternalId: price.id,
    productExternalId: product.id,
    name: wordsOf(product.name) ?? names.get(product.id) ?? wordsOf(price.nickname) ?? '',
    quantity,
    ...amountsOf(item, quantity),
    interval: recurring.interval,
    intervalCount: recurring.interval_count,
    periodStart: iso(item.current_period_start),
    periodEnd: iso(item.current_period_end),
  }
}

/** A price may have parts of a cent, and then only the whole amount is a number of minor units. */
function amountsOf(
  { price }: WireSubscriptionItem,
  quantity: number | null,
): Pick<SubscriptionItem, 'unitPriceMinor' | 'amountMinor'> {
  const unit = Number(price.unit_amount_decimal ?? Number.NaN)
  const isPlain = price.billing_scheme === 'per_unit' && price.transform_quantity == null
  if (!isPlain || quantity === null) return { unitPriceMinor: null, amountMinor: null }
  const amount = Math.round(unit * quantity)
  return {
    unitPriceMinor: Number.isSafeInteger(unit) ? unit : null,
    amountMinor: Number.isSafeInteger(amount) ? amount : null,
  }
}
