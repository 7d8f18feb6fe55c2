/** Reads one Stripe account: full enumerations, what changed since a moment, and single objects. */
import { AppError, asAppError } from '#workflows/contracts/errors.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type {
  GetOptions,
  ManyRecords,
  SourceClientOptions,
  SourceReader,
} from '../../kit/connector.ts'
import { createStripeApi } from './api.ts'
import { changesSince } from './changes-since.ts'
import { createCustomerReader } from './customers.ts'
import { enumerate } from './enumerate.ts'
import { createCreditNoteReader } from './credit-notes.ts'
import { STRIPE_KINDS, type StripeKind } from '../event-kinds.ts'
import { inParallel } from './in-parallel.ts'
import { createInvoiceReader } from './invoices.ts'
import type { ItemResult, KindReader } from './kind-reader.ts'
import { createPaymentMethodReader } from './payment-methods.ts'
import { createPaymentReader } from './payments.ts'
import { createSubscriptionReader } from './subscriptions.ts'

export function createStripeReader(options: SourceClientOptions): SourceReader {
  const api = createStripeApi(options)
  const subscriptions = createSubscriptionReader(api)
  const readers: Record<StripeKind, KindReader> = {
    customer: createCustomerReader(api),
    invoice: createInvoiceReader(api),
    payment: createPaymentReader(api),
    subscription: subscriptions,
    payment_method: createPaymentMethodReader(api),
    credit_note: createCreditNoteReader(api),
  }

  return {
    list(kind, list) {
      const own = requireKind(kind)
      if (list.changedSince === null) return enumerate(readers[own], list)
      const window = { ...list, changedSince: list.changedSince }
      return changesSince(own, window, {
        api,
        fetchMany: (ids, get) => fetchMany(readers[own], ids, get),
        ofProduct: (product, signal) => subscriptions.ofProduct(product, signal),
      })
    },
    async get(kind, externalId, get = {}) {
      const result = await fetchOne(readers[requireKind(kind)], externalId, get)
      if (result?.type !== 'invalid') return result?.change ?? null
      throw new AppError('upstream_invalid', `Stripe sent ${externalId} in a wrong shape.`, {
        detail: { faults: result.item.reason },
      })
    },
    getMany: (kind, externalIds, get = {}) =>
      fetchMany(readers[requireKind(kind)], externalIds, get),
  }
}

function requireKind(kind: RecordKind): StripeKind {
  const own = STRIPE_KINDS.find((candidate) => candidate === kind)
  if (!own) throw new AppError('invalid_input', `Stripe has no ${kind}.`)
  return own
}

async function fetchOne(
  reader: KindReader,
  externalId: string,
  { atLeast = 0, signal }: GetOptions,
): Promise<ItemResult | null> {
  return reader.get(externalId, atLeast, signal).catch((error: unknown) => {
    if (asAppError(error).code === 'not_found') return null
    throw error
  })
}

async function fetchMany(
  reader: KindReader,
  ids: readonly string[],
  get: GetOptions,
): Promise<ManyRecords> {
  const found: ManyRecords = { changes: [], missing: [], invalid: [] }
  const results = await inParallel(ids, async (id) => ({
    id,
    result: await fetchOne(reader, id, get),
  }))
  for (const { id, result } of results) {
    if (result === null) found.missing.push(id)
    else if (result.type === 'change') found.changes.push(result.change)
    else found.invalid.push(result.item)
  }
  return found
}
