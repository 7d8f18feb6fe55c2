/** The connector of order systems that speak the Orders contract (openapi.json). */
import { KINDS_OF_SOURCE } from '#workflows/contracts/records.ts'
import type { Connector } from '../kit/connector.ts'
import { verifyWebhook } from '../kit/signature.ts'
import { createOrdersReader } from './client.ts'
import { orderChangeOf, parseOrderWebhook } from './webhook.ts'

export const orders: Connector = {
  source: 'orders',
  kinds: KINDS_OF_SOURCE.orders,
  toldKinds: KINDS_OF_SOURCE.orders,
  pollHorizonMs: null,
  // The contract sets no limit; a 429 slows us further.
  requestsPerSecond: 40,
  verify: ({ rawBody, headers, receivedAt }, secrets) =>
    verifyWebhook({ rawBody, headers, secrets, now: receivedAt }),
  parse: parseOrderWebhook,
  toChange: orderChangeOf,
  client: createOrdersReader,
}
