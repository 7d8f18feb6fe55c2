/**
 * Reads payment methods customer by customer: a list of all of them exists at Stripe and leaves out what belongs to
 * customers. The pages, and the place in them, are therefore those of the customers.
 */
import type { StripeApi } from './api.ts'
import { inParallel } from './in-parallel.ts'
import {
  deletionOfKind,
  idOf,
  type ItemResult,
  type KindReader,
  mapItem,
  stampOf,
} from './kind-reader.ts'
import type { Stamp } from '../map.ts'
import { toPaymentMethod } from '../map-method.ts'
import { wirePaymentMethod } from '../schema-subscriptions.ts'

const METHODS_PER_PAGE = 100
/** Nobody has more ways to pay than this; what follows is a loop. */
const MAX_PAGES = 10

export function createPaymentMethodReader(api: StripeApi): KindReader {
  return {
    async list(params, signal) {
      const { value, asOf } = await api.read((stripe) => stripe.customers.list(params), signal)
      const stamp = stampOf(asOf, 0)
      const results = await inParallel(value.data, ({ id }) =>
        methodsOf({ api, signal }, id, stamp),
      )
      return { items: value.data, results: results.flat(), hasMore: value.has_more, asOf }
    },
    async get(externalId, atLeast, signal) {
      const { value, asOf } = await api.read(
        (stripe) => stripe.paymentMethods.retrieve(externalId),
        signal,
      )
      return mapped(value, stampOf(asOf, atLeast))
    },
  }
}

interface Deps {
  api: StripeApi
  signal: AbortSignal | undefined
}

async function methodsOf(
  { api, signal }: Deps,
  customer: string,
  stamp: Stamp,
): Promise<ItemResult[]> {
  const results: ItemResult[] = []
  let after: string | null = null
  for (let page = 0; page < MAX_PAGES; page++) {
    const place: { starting_after?: string } = after === null ? {} : { starting_after: after }
    const { value } = await api.read(
      (stripe) =>
        stripe.customers.listPaymentMethods(customer, { limit: METHODS_PER_PAGE, ...place }),
      signal,
    )
    results.push(...value.data.map((item) => mapped(item, stamp)))
    after = idOf(value.data.at(-1))
    if (!value.has_more || after === null) break
  }
  return results
}

/** Detached is gone: it is nobody's, and can never be charged again. */
function mapped(item: unknown, stamp: Stamp): ItemResult {
  return mapItem(wirePaymentMethod, item, (wire) =>
    wire.customer == null
      ? deletionOfKind('payment_method', { externalId: wire.id, externalCustomerId: null }, stamp)
      : {
          kind: 'payment_method',
          type: 'upsert',
          record: toPaymentMethod(wire, wire.customer, stamp),
        },
  )
}
