/** The only list of connectors: everybody outside integrations reaches an upstream through here. */
import { AppError } from '#workflows/contracts/errors.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { Connector } from './kit/connector.ts'
import { orders } from './orders/index.ts'

const connectors: ReadonlyMap<Source, Connector> = new Map([[orders.source, orders]])

/**
 * @throws AppError `config` for a source this version of Portside cannot speak to
 * @example const connector = connectorFor('orders')
 */
export function connectorFor(source: Source): Connector {
  const connector = connectors.get(source)
  if (!connector)
    throw new AppError('config', `There is no connector for the source "${source}" yet.`)
  return connector
}
