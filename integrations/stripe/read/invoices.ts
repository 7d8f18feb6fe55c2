/** Reads invoices with all of their lines: Stripe sends the first ten with the invoice, the rest in pages. */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { StripeApi } from './api.ts'
import { inParallel } from './in-parallel.ts'
import { invalidItem, type ItemResult, type KindReader, stampOf } from './kind-reader.ts'
import { type Stamp, toInvoice } from '../map.ts'
import { faultsOf, wireInvoice, type WireLine, wireLine } from '../schema.ts'

const LINES_PER_PAGE = 100
/** An invoice with more pages than this is a loop, not an invoice. */
const MAX_LINE_PAGES = 100

const wireLines = z.array(wireLine)

export function createInvoiceReader(api: StripeApi): KindReader {
  return {
    async list(params, signal) {
      const { value, asOf } = await api.read((stripe) => stripe.invoices.list(params), signal)
      const stamp = stampOf(asOf, 0)
      const results = await inParallel(value.data, (item) => complete(item, stamp, { api, signal }))
      return { items: value.data, results, hasMore: value.has_more, asOf }
    },
    async get(externalId, atLeast, signal) {
      const { value, asOf } = await api.read(
        (stripe) => stripe.invoices.retrieve(externalId),
        signal,
      )
      return complete(value, stampOf(asOf, atLeast), { api, signal })
    },
  }
}

const linesInvalid = (invoiceId: string, faults: string): AppError =>
  new AppError('upstream_invalid', 'Stripe sent the lines of an invoice in a wrong shape.', {
    detail: { invoiceId, faults },
  })

interface LineDeps {
  api: StripeApi
  signal: AbortSignal | undefined
}

/** The lines after those that came with the invoice. */
async function restOfLines(
  { api, signal }: LineDeps,
  invoiceId: string,
  last: string,
): Promise<WireLine[]> {
  const lines: WireLine[] = []
  let after = last
  for (let page = 0; page < MAX_LINE_PAGES; page++) {
    const { value } = await api.read(
      (stripe) =>
        stripe.invoices.listLineItems(invoiceId, {
          limit: LINES_PER_PAGE,
          starting_after: after,
        }),
      signal,
    )
    const parsed = wireLines.safeParse(value.data)
    if (!parsed.success) throw linesInvalid(invoiceId, faultsOf(parsed.error))
    lines.push(...parsed.data)
    const next = parsed.data.at(-1)?.id
    if (!value.has_more || next === undefined) return lines
    after = next
  }
  throw linesInvalid(invoiceId, 'the pages of lines never end')
}

async function complete(item: unknown, stamp: Stamp, deps: LineDeps): Promise<ItemResult> {
  const wire = wireInvoice.safeParse(item)
  if (!wire.success) return { type: 'invalid', item: invalidItem(item, faultsOf(wire.error)) }
  const { data, has_more: more } = wire.data.lines
  const last = data.at(-1)?.id
  const rest = more && last ? await restOfLines(deps, wire.data.id, last) : []
  const whole = { ...wire.data, lines: { data: [...data, ...rest], has_more: false } }
  return {
    type: 'change',
    change: { kind: 'invoice', type: 'upsert', record: toInvoice(whole, stamp) },
  }
}
