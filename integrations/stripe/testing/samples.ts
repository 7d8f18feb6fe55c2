/** Objects and events in Stripe's words for the tests beside the code; each test changes what it is about. */

export const wireInvoice = (change: object = {}) => ({
  id: 'in_1',
  object: 'invoice',
  customer: 'cus_1',
  number: 'NGC-0007',
  status: 'open',
  currency: 'eur',
  subtotal: 10_000,
  total: 11_900,
  total_taxes: [{ amount: 1_900, type: 'tax_rate_details' }],
  amount_paid: 0,
  amount_remaining: 11_900,
  description: ' Service ',
  metadata: { order: 'SO-17001' },
  created: 1_795_000_000,
  effective_at: 1_795_000_100,
  due_date: 1_797_000_000,
  status_transitions: {
    finalized_at: 1_795_000_100,
    paid_at: null,
    voided_at: null,
    marked_uncollectible_at: null,
  },
  hosted_invoice_url: 'https://invoice.stripe.com/i/1',
  invoice_pdf: 'https://pay.stripe.com/invoice/1/pdf',
  lines: {
    object: 'list',
    has_more: false,
    data: [
      {
        id: 'il_1',
        description: 'Service visit',
        amount: 10_000,
        quantity: 2,
        quantity_decimal: '2.5',
        pricing: { type: 'price_details', unit_amount_decimal: '4000' },
        period: { start: 1_795_000_000, end: 1_795_000_000 },
      },
    ],
  },
  ...change,
})

export const wireIntent = (change: object = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  customer: 'cus_1',
  created: 1_795_000_100,
  status: 'succeeded',
  amount: 11_900,
  currency: 'eur',
  canceled_at: null,
  last_payment_error: null,
  latest_charge: {
    id: 'ch_1',
    created: 1_795_000_500,
    amount_refunded: 900,
    receipt_url: 'https://pay.stripe.com/receipts/1',
    failure_message: null,
    payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
  },
  ...change,
})

export const wireCustomer = (change: object = {}) => ({
  id: 'cus_1',
  object: 'customer',
  created: 1_790_000_000,
  name: 'Northgate Clinics',
  email: 'accounts@northgate.example',
  phone: '',
  address: {
    line1: 'Mill Lane 1',
    line2: ' ',
    postal_code: '10',
    city: 'Basel',
    state: null,
    country: 'CH',
  },
  tax_ids: { object: 'list', data: [{ type: 'eu_vat', value: 'DE1' }], has_more: false },
  ...change,
})

export const wireEvent = (type: string, object: object, change: object = {}) => ({
  id: 'evt_1',
  object: 'event',
  api_version: '2026-08-26.dahlia',
  created: 1_795_000_900,
  type,
  livemode: false,
  pending_webhooks: 1,
  request: null,
  data: { object },
  ...change,
})
