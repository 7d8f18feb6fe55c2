/** A subscription as Stripe answers with it. Periods lie on its items; months are those of the calendar. */
import type { Birth } from './birth.ts'
import type { Interval, Price } from './catalogue.ts'

export type SubscriptionStatus =
  'active' | 'canceled' | 'incomplete' | 'incomplete_expired' | 'past_due' | 'trialing' | 'unpaid'

export interface SubscriptionFields {
  id?: string
  customer: string
  description?: string | null
  items: readonly ItemFields[]
  /** Unix seconds; of what began before it is written down here. Defaults to now. */
  startedAt?: number
  trialEnd?: number | null
  /** Days to pay an invoice; without it a payment method is charged. */
  daysUntilDue?: number | null
  defaultPaymentMethod?: string | null
  cancelAtPeriodEnd?: boolean
}

export interface ItemFields {
  price: Price
  quantity: number
}

export type Subscription = ReturnType<typeof newSubscription>
export type Item = ReturnType<typeof newItem>

/** Stripe sends this many items with a subscription; the rest comes in pages. */
const ITEMS_SENT = 10
const DAY = 86_400

/** The moment after so many periods, in Unix seconds; the 31st becomes the last day of a shorter month. */
export function after(
  from: number,
  periods: number,
  [interval, count]: [Interval, number],
): number {
  const steps = periods * count
  if (interval === 'day' || interval === 'week') {
    return from + steps * (interval === 'day' ? DAY : 7 * DAY)
  }
  const date = new Date(from * 1000)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + steps * (interval === 'year' ? 12 : 1))
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return Math.floor(date.getTime() / 1000)
}

/** The period that `at` lies in, counted from the anchor. */
export function periodAround(anchor: number, at: number, price: Price): [number, number] {
  const every: [Interval, number] = [price.recurring.interval, price.recurring.interval_count]
  let passed = 0
  while (after(anchor, passed + 1, every) <= at) passed++
  return [after(anchor, passed, every), after(anchor, passed + 1, every)]
}

export function newItem(
  { price, quantity }: ItemFields,
  owner: { subscription: string; period: [number, number] },
  { at, ids }: Birth,
) {
  const metered = price.recurring.usage_type === 'metered'
  return {
    id: ids('si', 14),
    object: 'subscription_item' as const,
    billing_thresholds: null,
    created: at,
    current_period_end: owner.period[1],
    current_period_start: owner.period[0],
    discounts: [] as string[],
    metadata: {},
    price,
    ...(metered ? {} : { quantity }),
    subscription: owner.subscription,
    tax_rates: [],
  }
}

/** What Stripe sends and nobody here uses. */
const UNUSED = {
  application: null,
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor_config: null,
  billing_mode: { flexible: null, type: 'classic' as const },
  billing_schedules: [],
  billing_thresholds: null,
  default_source: null,
  default_tax_rates: [],
  discounts: [],
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' as const },
  },
  metadata: {},
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  payment_settings: {
    payment_method_options: null,
    payment_method_types: null,
    save_default_payment_method: 'off' as const,
  },
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  test_clock: null,
  transfer_data: null,
  trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' as const } },
}

export function newSubscription(fields: SubscriptionFields, birth: Birth) {
  const { at, ids } = birth
  const id = fields.id ?? ids('sub', 24)
  const start = fields.startedAt ?? at
  const trialEnd = fields.trialEnd ?? null
  const [first] = fields.items
  const ends = first ? (trialEnd ?? periodAround(start, at, first.price)[1]) : null
  const cancels = fields.cancelAtPeriodEnd ?? false
  return {
    id,
    object: 'subscription' as const,
    ...UNUSED,
    billing_cycle_anchor: trialEnd ?? start,
    cancel_at: cancels ? ends : null,
    cancel_at_period_end: cancels,
    canceled_at: cancels ? at : (null as number | null),
    cancellation_details: {
      comment: null,
      feedback: null,
      reason: null as null | 'cancellation_requested',
    },
    collection_method:
      fields.daysUntilDue == null ? ('charge_automatically' as const) : ('send_invoice' as const),
    created: start,
    currency: first?.price.currency ?? 'eur',
    customer: fields.customer,
    customer_account: null,
    days_until_due: fields.daysUntilDue ?? null,
    default_payment_method: fields.defaultPaymentMethod ?? null,
    description: fields.description ?? null,
    ended_at: null as number | null,
    items: {
      object: 'list' as const,
      data: fields.items.map((item) => {
        const period: [number, number] =
          trialEnd === null ? periodAround(start, at, item.price) : [start, trialEnd]
        return newItem(item, { subscription: id, period }, birth)
      }),
      has_more: false,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    latest_invoice: null as string | null,
    livemode: false,
    pause_collection: null as { behavior: 'void'; resumes_at: null } | null,
    start_date: start,
    status: (trialEnd === null ? 'active' : 'trialing') as SubscriptionStatus,
    trial_end: trialEnd,
    trial_start: trialEnd === null ? null : start,
  }
}

/** As Stripe sends it: the first items only. */
export function sentSubscription(subscription: Subscription): object {
  const { items } = subscription
  const data = items.data.slice(0, ITEMS_SENT)
  return { ...subscription, items: { ...items, data, has_more: items.data.length > ITEMS_SENT } }
}
