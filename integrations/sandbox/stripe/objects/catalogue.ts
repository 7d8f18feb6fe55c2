/** What the operator sells: products, and recurring prices of them. Amounts of a price never change, as at Stripe. */
import type { Birth } from './birth.ts'

export interface ProductFields {
  /** Stripe makes one up; the demo needs ids that stay. */
  id?: string
  name: string
  description?: string | null
}

export type Product = ReturnType<typeof newProduct>

export function newProduct(fields: ProductFields, { at, ids }: Birth) {
  return {
    id: fields.id ?? ids('prod', 14),
    object: 'product' as const,
    active: true,
    created: at,
    default_price: null,
    description: fields.description ?? null,
    images: [] as string[],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name: fields.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    unit_label: null,
    updated: at,
    url: null,
  }
}

export const INTERVALS = ['day', 'week', 'month', 'year'] as const
export type Interval = (typeof INTERVALS)[number]

export interface PriceFields {
  id?: string
  product: string
  currency: string
  /** Minor units for one piece and period; parts of one are allowed, as decimal text. */
  unitAmount: string
  interval: Interval
  intervalCount?: number
  /** Usage is counted in place of a quantity. */
  metered?: boolean
  nickname?: string | null
}

export type Price = ReturnType<typeof newPrice>

export function newPrice(fields: PriceFields, { at, ids }: Birth) {
  const whole = Number(fields.unitAmount)
  return {
    id: fields.id ?? ids('price', 24),
    object: 'price' as const,
    active: true,
    billing_scheme: 'per_unit' as const,
    created: at,
    currency: fields.currency.toLowerCase(),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: fields.nickname ?? null,
    product: fields.product,
    recurring: {
      interval: fields.interval,
      interval_count: fields.intervalCount ?? 1,
      meter: null,
      usage_type: fields.metered ? ('metered' as const) : ('licensed' as const),
    },
    tax_behavior: 'exclusive' as const,
    tiers_mode: null,
    transform_quantity: null,
    type: 'recurring' as const,
    unit_amount: Number.isInteger(whole) ? whole : null,
    unit_amount_decimal: fields.unitAmount,
  }
}
