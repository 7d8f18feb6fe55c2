/** Generated companies, contacts, customers and everything of billing, as rows. */
import { externalId, mirrorOf, oneOf, recordId, type BulkTable } from './bulk-table.ts'

const CUSTOMER = { customer_external_id: externalId('customer', '1') }
const NUMBER_OF_INVOICE = `given.customer || '-I' || g`
const TOTAL = '1000 + drawn.r % 900000'
/** What is older than two months was paid, mostly. */
const IS_PAID = `(drawn.began < given.now - interval '60 days' and drawn.r % 50 > 0)`

export const CRM_AND_BILLING_TABLES: readonly BulkTable[] = [
  {
    table: 'companies',
    kind: 'company',
    values: { ...mirrorOf('company'), name: `'Company ' || given.customer`, city: `'Kassel'` },
  },
  {
    table: 'contacts',
    kind: 'contact',
    values: {
      ...mirrorOf('contact'),
      company_external_id: externalId('company', '1'),
      name: `'Contact ' || drawn.r % 100000`,
      email: `'contact-' || g || '@' || lower(given.customer) || '.example'`,
    },
  },
  ...(['email', 'call', 'meeting'] as const).map((kind): BulkTable => ({
    table: `${kind}s`,
    kind,
    values: {
      ...mirrorOf(kind),
      company_external_id: externalId('company', '1'),
      at: 'drawn.began',
      title: `'About order ' || drawn.r % 100000`,
    },
  })),
  {
    table: 'billing_customers',
    kind: 'customer',
    values: { ...mirrorOf('customer'), name: `'Company ' || given.customer` },
  },
  {
    table: 'invoices',
    kind: 'invoice',
    values: {
      ...mirrorOf('invoice'),
      ...CUSTOMER,
      number: NUMBER_OF_INVOICE,
      state: `case when ${IS_PAID} then 'paid' when drawn.r % 40 = 1 then 'void' else 'open' end`,
      currency: `'EUR'`,
      subtotal_minor: TOTAL,
      tax_minor: '0',
      total_minor: TOTAL,
      paid_minor: `case when ${IS_PAID} then ${TOTAL} else 0 end`,
      remaining_minor: `case when ${IS_PAID} then 0 else ${TOTAL} end`,
      description: `'Delivery of ' || ${oneOf(['pumps', 'valves', 'traps', 'gaskets'])}`,
      order_number: `given.customer || '-' || 10000 + g`,
      created_at: 'drawn.began',
      issued_at: 'drawn.began',
      due_at: `drawn.began + interval '30 days'`,
      paid_at: `case when ${IS_PAID} then drawn.began + interval '20 days' end`,
    },
  },
  {
    table: 'invoice_lines',
    kind: 'invoice',
    parts: 1,
    values: {
      tenant_id: 'given.tenant_id',
      invoice_id: recordId('invoice'),
      external_id: `'L' || part`,
      position: 'part',
      description: `'Delivery'`,
      amount_minor: TOTAL,
    },
  },
  {
    table: 'payments',
    kind: 'payment',
    values: {
      ...mirrorOf('payment'),
      ...CUSTOMER,
      invoice_external_id: externalId('invoice'),
      state: oneOf([...Array.from({ length: 38 }, () => 'succeeded'), 'processing', 'failed']),
      amount_minor: TOTAL,
      refunded_minor: '0',
      currency: `'EUR'`,
      created_at: 'drawn.began',
    },
  },
  {
    table: 'subscriptions',
    kind: 'subscription',
    values: {
      ...mirrorOf('subscription'),
      ...CUSTOMER,
      state: oneOf(['active', 'active', 'past_due', 'cancelled']),
      currency: `'EUR'`,
      plan: `'Boiler Watch'`,
      quantity: '3',
      amount_minor: '14700',
      collection: `'automatic'`,
      is_collection_paused: 'false',
      started_at: 'drawn.began',
      cancels_at_period_end: 'false',
    },
  },
  {
    table: 'subscription_items',
    kind: 'subscription',
    parts: 1,
    values: {
      tenant_id: 'given.tenant_id',
      subscription_id: recordId('subscription'),
      external_id: `'si_' || part`,
      position: 'part',
      price_external_id: `'price_1'`,
      product_external_id: `'prod_1'`,
      name: `'Boiler Watch'`,
      quantity: '3',
      unit_price_minor: '4900',
      amount_minor: '14700',
      period_unit: `'month'`,
      period_count: '1',
      period_start: `given.now - interval '10 days'`,
      period_end: `given.now + interval '20 days'`,
    },
  },
  {
    table: 'payment_methods',
    kind: 'payment_method',
    values: {
      ...mirrorOf('payment_method'),
      ...CUSTOMER,
      type: `'card'`,
      brand: `'visa'`,
      last4: `lpad((drawn.r % 10000)::text, 4, '0')`,
      label: `'visa ····' || lpad((drawn.r % 10000)::text, 4, '0')`,
      created_at: 'drawn.began',
    },
  },
  {
    table: 'credit_notes',
    kind: 'credit_note',
    values: {
      ...mirrorOf('credit_note'),
      ...CUSTOMER,
      invoice_external_id: externalId('invoice'),
      number: `${NUMBER_OF_INVOICE} || '-CN'`,
      state: `'issued'`,
      currency: `'EUR'`,
      reduced_minor: '100 + drawn.r % 1000',
      returned_minor: '0',
      total_minor: '100 + drawn.r % 1000',
      issued_at: 'drawn.began',
    },
  },
]
