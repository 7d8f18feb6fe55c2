/** The only list of connectors: everybody outside integrations reaches an upstream through here. */
import type { Source } from '#workflows/contracts/sources.ts'
import type { Connector } from './kit/connector.ts'
import { hubspot } from './hubspot/index.ts'
import { orders } from './orders/index.ts'
import { stripe } from './stripe/index.ts'

const CONNECTORS: Readonly<Record<Source, Connector>> = { orders, hubspot, stripe }

/**
 * @example const connector = connectorFor('orders')
 */
export const connectorFor = (source: Source): Connector => CONNECTORS[source]
