/** The connector of Stripe accounts: customers, invoices, payments, subscriptions, payment methods, credit notes. */
import type { Connector } from '../kit/connector.ts'
import { createStripeReader } from './read/client.ts'
import { STRIPE_KINDS } from './event-kinds.ts'
import { verifyStripeWebhook } from './signature.ts'
import { EVENT_HORIZON_MS } from './version.ts'
import { parseStripeWebhook, stripeChangeOf } from './webhook.ts'

export const stripe: Connector = {
  source: 'stripe',
  kinds: STRIPE_KINDS,
  toldKinds: STRIPE_KINDS,
  pollHorizonMs: EVENT_HORIZON_MS,
  // Test mode allows 25 a second, live mode 100.
  requestsPerSecond: 22,
  verify: verifyStripeWebhook,
  parse: parseStripeWebhook,
  toChange: stripeChangeOf,
  client: createStripeReader,
}
