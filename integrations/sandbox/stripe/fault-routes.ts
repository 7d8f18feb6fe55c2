/** The calls of Stripe's stand-in that fault switches can hit, beside `webhooks/stripe`. */
export const STRIPE_FAULT_ROUTES = [
  'GET /stripe/customers',
  'GET /stripe/invoices',
  'GET /stripe/payments',
  'GET /stripe/events',
  'POST /stripe',
] as const
export type StripeFaultRoute = (typeof STRIPE_FAULT_ROUTES)[number]

/** Every write is one route; reads go by what is read. */
export function stripeFaultRoute(method: string, path: string): StripeFaultRoute {
  if (method !== 'GET') return 'POST /stripe'
  if (path.startsWith('/v1/customers')) return 'GET /stripe/customers'
  if (path.startsWith('/v1/invoices')) return 'GET /stripe/invoices'
  return path.startsWith('/v1/events') ? 'GET /stripe/events' : 'GET /stripe/payments'
}
