/** The calls of Stripe's stand-in that fault switches can hit, beside `webhooks/stripe`. */
export const STRIPE_FAULT_ROUTES = [
  'GET /stripe/customers',
  'GET /stripe/invoices',
  'GET /stripe/payments',
  'GET /stripe/subscriptions',
  'GET /stripe/payment_methods',
  'GET /stripe/credit_notes',
  'GET /stripe/catalogue',
  'GET /stripe/events',
  'POST /stripe',
] as const
export type StripeFaultRoute = (typeof STRIPE_FAULT_ROUTES)[number]

const READS: readonly (readonly [string, StripeFaultRoute])[] = [
  ['/v1/customers', 'GET /stripe/customers'],
  ['/v1/invoices', 'GET /stripe/invoices'],
  ['/v1/events', 'GET /stripe/events'],
  ['/v1/subscription', 'GET /stripe/subscriptions'],
  ['/v1/payment_methods', 'GET /stripe/payment_methods'],
  ['/v1/credit_notes', 'GET /stripe/credit_notes'],
  ['/v1/products', 'GET /stripe/catalogue'],
  ['/v1/prices', 'GET /stripe/catalogue'],
]

/** Every write is one route; reads go by what is read. */
export function stripeFaultRoute(method: string, path: string): StripeFaultRoute {
  if (method !== 'GET') return 'POST /stripe'
  if (path.endsWith('/payment_methods')) return 'GET /stripe/payment_methods'
  const [, route] = READS.find(([start]) => path.startsWith(start)) ?? []
  return route ?? 'GET /stripe/payments'
}
