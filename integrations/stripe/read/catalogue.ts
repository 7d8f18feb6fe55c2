/**
 * The operator's catalogue as far as subscriptions need it: names of products, and which prices a product has. It
 * belongs to no customer and is not mirrored; what of it is shown is kept in the records that name it.
 */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { StripeApi } from './api.ts'
import { idOf } from './kind-reader.ts'
import type { ProductNames } from '../map-subscription.ts'
import { faultsOf } from '../schema.ts'
import { wireProduct } from '../schema-subscriptions.ts'

/** Stripe's own limit, of a page and of the ids asked for. */
const AT_ONCE = 100
/** A product with more pages of prices than this is a loop. */
const MAX_PAGES = 100

const products = z.array(wireProduct)

interface Deps {
  api: StripeApi
  signal: AbortSignal | undefined
}

/** Those that are gone are missing. */
export async function namesOfProducts(
  { api, signal }: Deps,
  ids: readonly string[],
): Promise<ProductNames> {
  const names = new Map<string, string>()
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const asked = ids.slice(at, at + AT_ONCE)
    const { value } = await api.read(
      (stripe) => stripe.products.list({ ids: asked, limit: AT_ONCE }),
      signal,
    )
    const parsed = products.safeParse(value.data)
    if (!parsed.success) {
      throw new AppError('upstream_invalid', 'Stripe sent products in a wrong shape.', {
        detail: { faults: faultsOf(parsed.error) },
      })
    }
    for (const { id, name } of parsed.data) names.set(id, name?.trim() ?? '')
  }
  return names
}

/** Ids of all prices of a product, those no longer sold too: somebody may still pay them. */
export async function pricesOfProduct(
  { api, signal }: Deps,
  product: string,
): Promise<readonly string[]> {
  const ids: string[] = []
  for (let page = 0; page < MAX_PAGES; page++) {
    const after = ids.at(-1)
    const { value } = await api.read(
      (stripe) =>
        stripe.prices.list({
          product,
          limit: AT_ONCE,
          ...(after === undefined ? {} : { starting_after: after }),
        }),
      signal,
    )
    ids.push(...value.data.flatMap((price) => idOf(price) ?? []))
    if (!value.has_more || value.data.length === 0) return ids
  }
  throw new AppError('upstream_invalid', 'The pages of prices of a product never end.')
}
