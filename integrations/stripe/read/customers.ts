/** Reads customers, with their tax ids: those are only there when asked for. */
import type { StripeApi } from './api.ts'
import { deletionOf, type KindReader, mapItem, stampOf } from './kind-reader.ts'
import { type Stamp, toCustomer } from '../map.ts'
import { wireCustomer } from '../schema.ts'

export function createCustomerReader(api: StripeApi): KindReader {
  const mapped = (item: unknown, stamp: Stamp) =>
    mapItem(wireCustomer, item, (wire) => ({
      kind: 'customer',
      type: 'upsert',
      record: toCustomer(wire, stamp),
    }))
  return {
    async list(params, signal) {
      const { value, asOf } = await api.read(
        (stripe) => stripe.customers.list({ ...params, expand: ['data.tax_ids'] }),
        signal,
      )
      const stamp = stampOf(asOf, 0)
      const results = value.data.map((item) => mapped(item, stamp))
      return { items: value.data, results, hasMore: value.has_more, asOf }
    },
    async get(externalId, atLeast, signal) {
      const { value, asOf } = await api.read(
        (stripe) => stripe.customers.retrieve(externalId, { expand: ['tax_ids'] }),
        signal,
      )
      const stamp = stampOf(asOf, atLeast)
      return deletionOf(value, stamp) ?? mapped(value, stamp)
    },
  }
}
