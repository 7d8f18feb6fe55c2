/** `/v1/products` and `/v1/prices`: what the operator sells. */
import { z } from 'zod'
import { createPrice, createProduct, updateProduct } from '../ledger/catalogue.ts'
import { INTERVALS } from '../objects/catalogue.ts'
import { sent } from '../objects/sent.ts'
import { said } from './customer-routes.ts'
import { expand } from './expand.ts'
import { listing, listWithin } from './listing.ts'
import { expandParam, listParams, readParams, textParam, wholeParam } from './params.ts'
import { type Call, ok, type Route } from './route.ts'

/** Of what the operator sells, all in one go. */
const ALL = { limit: 10_000 }

const single = z.strictObject({ expand: expandParam })
const productList = z.strictObject({
  ...listParams,
  ids: z.array(z.string()).min(1).max(100).optional(),
})
const newProduct = z.strictObject({
  name: z.string().min(1).max(500),
  description: textParam.optional(),
  expand: expandParam,
})
const productPatch = z.strictObject({
  name: z.string().min(1).max(500).optional(),
  description: textParam.optional(),
  expand: expandParam,
})
const priceList = z.strictObject({ ...listParams, product: z.string().optional() })
const newPrice = z.strictObject({
  product: z.string().min(1),
  currency: z.string().regex(/^[a-z]{3}$/i),
  unit_amount: wholeParam.optional(),
  unit_amount_decimal: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,12})?$/)
    .optional(),
  nickname: textParam.optional(),
  recurring: z.strictObject({
    interval: z.enum(INTERVALS),
    interval_count: wholeParam.pipe(z.int().min(1).max(36)).optional(),
    usage_type: z.enum(['licensed', 'metered']).optional(),
  }),
  expand: expandParam,
})

const answered = (object: object, wishes: readonly string[] | undefined, { ledger }: Call) => {
  expand(object, wishes ?? [], ledger.store)
  return ok(object)
}

export const catalogueRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/products',
    answer(call) {
      const { expand: wishes, ids, ...query } = readParams(productList, call.form)
      const { store } = call.ledger
      const url = '/v1/products'
      if (ids === undefined)
        return answered(listing(store, { name: 'product', url, query }), wishes, call)
      const asked = store.list('product', ALL).filter(({ id }) => ids.includes(id))
      return answered(listWithin(asked, url, query), wishes, call)
    },
  },
  {
    method: 'POST',
    path: '/v1/products',
    answer(call) {
      const { expand: wishes, ...fields } = readParams(newProduct, call.form)
      const product = createProduct(call.ledger, { name: fields.name, ...said(fields) }, call.birth)
      return answered(sent(product), wishes, call)
    },
  },
  {
    method: 'GET',
    path: '/v1/products/{id}',
    answer(call) {
      const { expand: wishes } = readParams(single, call.form)
      return answered(sent(call.ledger.require('product', call.id)), wishes, call)
    },
  },
  {
    method: 'POST',
    path: '/v1/products/{id}',
    answer(call) {
      const { expand: wishes, ...patch } = readParams(productPatch, call.form)
      const product = updateProduct(call.ledger, { id: call.id, ...patch }, call.birth)
      return answered(sent(product), wishes, call)
    },
  },
  {
    method: 'GET',
    path: '/v1/prices',
    answer(call) {
      const { expand: wishes, product, ...query } = readParams(priceList, call.form)
      const { store } = call.ledger
      const url = '/v1/prices'
      if (product === undefined)
        return answered(listing(store, { name: 'price', url, query }), wishes, call)
      const own = store.list('price', ALL).filter((price) => price.product === product)
      return answered(listWithin(own, url, query), wishes, call)
    },
  },
  {
    method: 'POST',
    path: '/v1/prices',
    answer(call) {
      const wish = readParams(newPrice, call.form)
      const { product, currency, recurring } = wish
      const fields = {
        product,
        currency,
        unitAmount: wish.unit_amount_decimal ?? String(wish.unit_amount ?? 0),
        interval: recurring.interval,
        intervalCount: recurring.interval_count ?? 1,
        metered: recurring.usage_type === 'metered',
        nickname: wish.nickname ?? null,
      }
      return answered(sent(createPrice(call.ledger, fields, call.birth)), wish.expand, call)
    },
  },
  {
    method: 'GET',
    path: '/v1/prices/{price}',
    answer(call) {
      const { expand: wishes } = readParams(single, call.form)
      return answered(sent(call.ledger.require('price', call.id)), wishes, call)
    },
  },
]
