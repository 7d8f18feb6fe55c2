/**
 * Reads subscriptions of every status with all of their items. A list cannot be expanded as far down as the product's
 * name, so the products of a page are asked for together.
 */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { StripeApi } from './api.ts'
import { namesOfProducts, pricesOfProduct } from './catalogue.ts'
import { inParallel } from './in-parallel.ts'
import { invalidItem, type ItemResult, type KindReader, stampOf } from './kind-reader.ts'
import type { ListParams, Listed } from './kind-reader.ts'
import type { Stamp } from '../map.ts'
import { toSubscription } from '../map-subscription.ts'
import { faultsOf } from '../schema.ts'
import {
  wireSubscription,
  type WireSubscription,
  wireSubscriptionItem,
  type WireSubscriptionItem,
} from '../schema-subscriptions.ts'

const ITEMS_PER_PAGE = 100
/** A subscription with more pages than this is a loop, not a subscription. */
const MAX_ITEM_PAGES = 10

const wireItems = z.array(wireSubscriptionItem)

interface Deps {
  api: StripeApi
  signal: AbortSignal | undefined
}

export interface SubscriptionReader extends KindReader {
  /** Everything that is, or was, subscribed to a product: what a new name of it concerns. */
  ofProduct(product: string, signal?: AbortSignal): Promise<ItemResult[]>
}

export function createSubscriptionReader(api: StripeApi): SubscriptionReader {
  return {
    list: (params, signal) => listPage({ api, signal }, params),
    async get(externalId, atLeast, signal) {
      const { value, asOf } = await api.read(
        (stripe) =>
          stripe.subscriptions.retrieve(externalId, { expand: ['items.data.price.product'] }),
        signal,
      )
      const [result] = await mapAll({ api, signal }, [value], stampOf(asOf, atLeast))
      return result ?? { type: 'invalid', item: invalidItem(value, 'Stripe sent nothing.') }
    },
    async ofProduct(product, signal) {
      const results: ItemResult[] = []
      for (const price of await pricesOfProduct({ api, signal }, product)) {
        for (let after = ''; ;) {
          const place = after === '' ? {} : { starting_after: after }
          const page = await listPage({ api, signal }, { price, limit: 100, ...place })
          results.push(...page.results)
          after = z.object({ id: z.string() }).safeParse(page.items.at(-1)).data?.id ?? ''
          if (!page.hasMore || after === '') break
        }
      }
      return results
    },
  }
}

async function listPage(deps: Deps, params: ListParams & { price?: string }): Promise<Listed> {
  const { value, asOf } = await deps.api.read(
    // Without it what was cancelled is left out, and would stay as it was here.
    (stripe) => stripe.subscriptions.list({ ...params, status: 'all' }),
    deps.signal,
  )
  const results = await mapAll(deps, value.data, stampOf(asOf, 0))
  return { items: value.data, results, hasMore: value.has_more, asOf }
}

async function mapAll(deps: Deps, items: readonly unknown[], stamp: Stamp): Promise<ItemResult[]> {
  const parsed = await inParallel(items, async (item) => {
    const wire = wireSubscription.safeParse(item)
    if (!wire.success) return { item, faults: faultsOf(wire.error) }
    return { wire: await complete(deps, wire.data) }
  })
  const unnamed = parsed.flatMap(({ wire }) =>
    (wire?.items.data ?? []).flatMap(({ price }) =>
      price.product.name == null ? [price.product.id] : [],
    ),
  )
  const names = await namesOfProducts(deps, [...new Set(unnamed)])
  return parsed.map(({ wire, item, faults }): ItemResult => {
    if (!wire) return { type: 'invalid', item: invalidItem(item, faults) }
    const record = toSubscription(wire, names, stamp)
    return { type: 'change', change: { kind: 'subscription', type: 'upsert', record } }
  })
}

/** With all items: Stripe sends the first ones with the subscription, the rest in pages. */
async function complete(deps: Deps, wire: WireSubscription): Promise<WireSubscription> {
  const data = [...wire.items.data]
  let more = wire.items.has_more
  for (let page = 0; more && page < MAX_ITEM_PAGES; page++) {
    const next = await nextItems(deps, wire.id, data.at(-1)?.id)
    data.push(...next.data)
    more = next.more && next.data.length > 0
  }
  if (more) throw itemsInvalid(wire.id, 'the pages of items never end')
  return { ...wire, items: { data, has_more: false } }
}

async function nextItems(
  { api, signal }: Deps,
  subscription: string,
  after: string | undefined,
): Promise<{ data: WireSubscriptionItem[]; more: boolean }> {
  const { value } = await api.read(
    (stripe) =>
      stripe.subscriptionItems.list({
        subscription,
        limit: ITEMS_PER_PAGE,
        ...(after === undefined ? {} : { starting_after: after }),
      }),
    signal,
  )
  const parsed = wireItems.safeParse(value.data)
  if (!parsed.success) throw itemsInvalid(subscription, faultsOf(parsed.error))
  return { data: parsed.data, more: value.has_more }
}

const itemsInvalid = (subscriptionId: string, faults: string): AppError =>
  new AppError('upstream_invalid', 'Stripe sent the items of a subscription in a wrong shape.', {
    detail: { subscriptionId, faults },
  })
