/**
 * Reads payments: payment intents with their latest charge. Which invoice one pays is told by invoice
 * payments only, so a page is joined with those of the same time, and the few others are asked for by name.
 */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { StripeApi } from './api.ts'
import { inParallel } from './in-parallel.ts'
import { type KindReader, mapItem, stampOf } from './kind-reader.ts'
import type { Stamp } from '../map.ts'
import { toPayment } from '../map-payment.ts'
import { faultsOf, reference, seconds, wireInvoicePayment, wirePaymentIntent } from '../schema.ts'

/** Finalizing makes both within a moment; only a payment attached by hand lies further apart (s). */
const WINDOW_SECONDS = 60

const wireLinks = z.array(wireInvoicePayment)
/** What must be known of an intent to ask for its invoice. An invoice always has a customer. */
const linkable = z.object({ id: z.string(), created: seconds, customer: reference })

const mapped = (item: unknown, invoice: string | null, stamp: Stamp) =>
  mapItem(wirePaymentIntent, item, (wire) => ({
    kind: 'payment',
    type: 'upsert',
    record: toPayment(wire, invoice, stamp),
  }))

export function createPaymentReader(api: StripeApi): KindReader {
  return {
    async list(params, signal) {
      const { value, asOf } = await api.read(
        (stripe) => stripe.paymentIntents.list({ ...params, expand: ['data.latest_charge'] }),
        signal,
      )
      const invoices = await invoicesOf({ api, signal }, value.data, params.limit)
      const stamp = stampOf(asOf, 0)
      const results = value.data.map((item) => mapped(item, invoices.get(item.id) ?? null, stamp))
      return { items: value.data, results, hasMore: value.has_more, asOf }
    },
    async get(externalId, atLeast, signal) {
      const { value, asOf } = await api.read(
        (stripe) => stripe.paymentIntents.retrieve(externalId, { expand: ['latest_charge'] }),
        signal,
      )
      const invoice = await invoiceOf({ api, signal }, externalId)
      return mapped(value, invoice, stampOf(asOf, atLeast))
    },
  }
}

interface Deps {
  api: StripeApi
  signal: AbortSignal | undefined
}

async function invoiceOf({ api, signal }: Deps, intentId: string): Promise<string | null> {
  const { value } = await api.read(
    (stripe) =>
      stripe.invoicePayments.list({
        payment: { type: 'payment_intent', payment_intent: intentId },
        limit: 1,
      }),
    signal,
  )
  return linksOf(value.data).get(intentId) ?? null
}

/** Invoice by payment intent, for a page of intents in whatever order. */
async function invoicesOf(
  deps: Deps,
  items: readonly unknown[],
  limit: number,
): Promise<Map<string, string>> {
  const { api, signal } = deps
  const intents = items.flatMap((item) => linkable.safeParse(item).data ?? [])
  if (intents.length === 0) return new Map()
  const moments = intents.map((intent) => intent.created)
  const window = {
    gte: Math.min(...moments) - WINDOW_SECONDS,
    lte: Math.max(...moments) + WINDOW_SECONDS,
  }
  const { value } = await api.read(
    (stripe) => stripe.invoicePayments.list({ created: window, limit }),
    signal,
  )
  const links = linksOf(value.data)
  const unknown = intents.filter((intent) => !links.has(intent.id))
  await inParallel(unknown, async ({ id }) => {
    const invoice = await invoiceOf(deps, id)
    if (invoice !== null) links.set(id, invoice)
  })
  return links
}

function linksOf(items: readonly unknown[]): Map<string, string> {
  const links = wireLinks.safeParse(items)
  if (!links.success) {
    throw new AppError('upstream_invalid', 'Stripe sent invoice payments in a wrong shape.', {
      detail: { faults: faultsOf(links.error) },
    })
  }
  return new Map(
    links.data.flatMap(({ invoice, payment }) =>
      payment.payment_intent ? [[payment.payment_intent, invoice] as const] : [],
    ),
  )
}
