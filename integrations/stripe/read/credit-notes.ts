/** Reads credit notes; they come whole. */
import type { StripeApi } from './api.ts'
import { type KindReader, mapItem, stampOf } from './kind-reader.ts'
import type { Stamp } from '../map.ts'
import { toCreditNote } from '../map-method.ts'
import { wireCreditNote } from '../schema-subscriptions.ts'

const mapped = (item: unknown, stamp: Stamp) =>
  mapItem(wireCreditNote, item, (wire) => ({
    kind: 'credit_note',
    type: 'upsert',
    record: toCreditNote(wire, stamp),
  }))

export function createCreditNoteReader(api: StripeApi): KindReader {
  return {
    async list(params, signal) {
      const { value, asOf } = await api.read((stripe) => stripe.creditNotes.list(params), signal)
      const stamp = stampOf(asOf, 0)
      const results = value.data.map((item) => mapped(item, stamp))
      return { items: value.data, results, hasMore: value.has_more, asOf }
    },
    async get(externalId, atLeast, signal) {
      const { value, asOf } = await api.read(
        (stripe) => stripe.creditNotes.retrieve(externalId),
        signal,
      )
      return mapped(value, stampOf(asOf, atLeast))
    },
  }
}
