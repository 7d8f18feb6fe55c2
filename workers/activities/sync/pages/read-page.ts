/**
 * One page of a source, as large as it fits. A page of very large records is asked for again with fewer of them:
 * asked for in the same way it would be refused for ever, and with it everything that comes after.
 */
import type { OrderPage, SourceClient } from '#integrations/kit/connector.ts'
import { AppError } from '#workflows/contracts/errors.ts'

/** Objects per request; the limit of the Orders contract. */
const PAGE_SIZE = 200
const SHRINK_BY = 8

type PagePlace = Omit<Parameters<SourceClient['listOrders']>[0], 'limit'>

/** @throws what the client throws; a single record that is too large is the source's fault */
export async function readPage(client: SourceClient, place: PagePlace): Promise<OrderPage> {
  for (let limit = PAGE_SIZE; ; limit = Math.ceil(limit / SHRINK_BY)) {
    try {
      return await client.listOrders({ ...place, limit })
    } catch (error) {
      if (limit === 1 || !isTooLarge(error)) throw error
    }
  }
}

/** As the HTTP client says that an answer went over its limit. */
const isTooLarge = (error: unknown): boolean =>
  error instanceof AppError && typeof error.detail['maxBytes'] === 'number'
