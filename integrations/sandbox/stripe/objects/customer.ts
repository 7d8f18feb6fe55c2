/** A customer as Stripe answers with it. Fields nobody here sets are there all the same: Stripe sends them. */
import type { Birth } from './birth.ts'

export interface Address {
  line1: string | null
  line2: string | null
  postal_code: string | null
  city: string | null
  state: string | null
  country: string | null
}

export interface CustomerFields {
  /** Stripe makes one up; the demo needs ids that links can name. */
  id?: string
  name?: string | null
  email?: string | null
  phone?: string | null
  description?: string | null
  address?: Address | null
  metadata?: Record<string, string>
  taxIds?: { type: string; value: string }[]
  /** Start of its invoice numbers; Stripe makes one up. */
  invoicePrefix?: string
}

export type Customer = ReturnType<typeof newCustomer>

export function newCustomer(fields: CustomerFields, { at, ids }: Birth) {
  const id = fields.id ?? ids('cus', 14)
  return {
    id,
    object: 'customer' as const,
    address: fields.address ?? null,
    balance: 0,
    created: at,
    currency: null as string | null,
    default_source: null,
    delinquent: false,
    description: fields.description ?? null,
    email: fields.email ?? null,
    invoice_prefix: fields.invoicePrefix ?? ids('', 8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null as string | null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: fields.metadata ?? {},
    name: fields.name ?? null,
    next_invoice_sequence: 1,
    phone: fields.phone ?? null,
    preferred_locales: [] as string[],
    shipping: null,
    tax_exempt: 'none' as const,
    test_clock: null,
    /** Sent only when expanded. */
    tax_ids: {
      object: 'list' as const,
      data: (fields.taxIds ?? []).map((taxId) => ({
        id: ids('txi', 24),
        object: 'tax_id' as const,
        country: taxId.value.slice(0, 2),
        created: at,
        customer: id,
        livemode: false,
        owner: { type: 'customer' as const, customer: id },
        type: taxId.type,
        value: taxId.value,
        verification: { status: 'verified' as const, verified_address: null, verified_name: null },
      })),
      has_more: false,
      url: `/v1/customers/${id}/tax_ids`,
    },
  }
}
