/** `/v1/customers` */
import { z } from 'zod'
import { missing } from '../failure.ts'
import { createCustomer, deleteCustomer, updateCustomer } from '../ledger/customers.ts'
import { sent } from '../objects/sent.ts'
import { expand } from './expand.ts'
import { listing } from './listing.ts'
import {
  addressParam,
  expandParam,
  listParams,
  metadataParam,
  readParams,
  textParam,
} from './params.ts'
import { type Call, ok, type Route } from './route.ts'

const fields = {
  name: textParam.optional(),
  email: textParam.optional(),
  phone: textParam.optional(),
  description: textParam.optional(),
  address: addressParam.optional(),
  metadata: metadataParam.optional(),
  expand: expandParam,
}
const newCustomer = z.strictObject({
  ...fields,
  tax_id_data: z.array(z.strictObject({ type: z.string(), value: z.string().min(2) })).optional(),
})
const patch = z.strictObject(fields)
const list = z.strictObject({ ...listParams, email: z.string().optional() })
const single = z.strictObject({ expand: expandParam })

const answered = (object: object, wishes: readonly string[] | undefined, { ledger }: Call) => {
  expand(object, wishes ?? [], ledger.store)
  return ok(object)
}

/** What was said, without what was not: `undefined` must not overwrite. */
export function said<T extends object>(wish: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(wish).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

export const customerRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/customers',
    answer(call) {
      const { expand: wishes, email, ...query } = readParams(list, call.form)
      const page = listing(call.ledger.store, { name: 'customer', url: '/v1/customers', query })
      const data = page.data.filter(
        (item) => email === undefined || ('email' in item && item.email === email),
      )
      return answered({ ...page, data }, wishes, call)
    },
  },
  {
    method: 'POST',
    path: '/v1/customers',
    answer(call) {
      const { expand: wishes, tax_id_data: taxIds, ...wish } = readParams(newCustomer, call.form)
      const customer = createCustomer(call.ledger, said({ ...wish, taxIds }), call.birth)
      return answered(sent(customer), wishes, call)
    },
  },
  {
    method: 'GET',
    path: '/v1/customers/{customer}',
    answer(call) {
      const { expand: wishes } = readParams(single, call.form)
      const { id, ledger } = call
      const found = ledger.store.find('customer', id)
      if (found) return answered(sent(found), wishes, call)
      if (!ledger.store.isBuried('customer', id)) throw missing('customer', id)
      return ok({ id, object: 'customer', deleted: true })
    },
  },
  {
    method: 'POST',
    path: '/v1/customers/{customer}',
    answer(call) {
      const { expand: wishes, ...wish } = readParams(patch, call.form)
      const customer = updateCustomer(call.ledger, { id: call.id, ...said(wish) }, call.birth)
      return answered(sent(customer), wishes, call)
    },
  },
  {
    method: 'DELETE',
    path: '/v1/customers/{customer}',
    answer({ ledger, id, birth }) {
      deleteCustomer(ledger, id, birth)
      return ok({ id, object: 'customer', deleted: true })
    },
  },
]
