/** The connector of order systems that speak the Orders contract (openapi.yaml). */
import type { Connector } from '../kit/connector.ts'
import { verifyWebhook } from '../kit/signature.ts'
import { createOrdersClient } from './client.ts'
import { orderChangeOf, parseOrderWebhook } from './webhook.ts'

export const orders: Connector = {
  source: 'orders',
  verify: ({ rawBody, headers, receivedAt }, secrets) =>
    verifyWebhook({ rawBody, headers, secrets, now: receivedAt }),
  parse: parseOrderWebhook,
  toChange: orderChangeOf,
  client: createOrdersClient,
}
