/**
 * Wire → our words. The only place that knows both vocabularies; total, so nothing can fail after parsing.
 * Amounts stay as they are: Stripe counts in minor units already, whole yen included.
 */
import type {
  BillingCustomerRecord,
  InvoiceLine,
  InvoiceRecord,
} from '#workflows/contracts/billing.ts'
import type { WireCustomer, WireInvoice, WireLine } from './schema.ts'

/** When an object is known to be as it is; see the comment on versions in contracts/billing.ts. */
export interface Stamp {
  /** Unix seconds. */
  version: number
  /**
   * Unix seconds of the event that told of a change. Without one, the latest moment the object itself
   * names: Stripe keeps no "updated" and the time of our question is not the time of the change.
   */
  changed: number | null
}

export const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

export const isoOrNull = (seconds: number | null | undefined): string | null =>
  seconds === null || seconds === undefined ? null : iso(seconds)

/** ISO 8601 of the latest of these moments. */
export function latestOf(stamp: Stamp, moments: readonly (number | null | undefined)[]): string {
  const known = moments.filter((moment) => moment !== null && moment !== undefined)
  return iso(Math.max(stamp.changed ?? 0, ...known))
}

/** Text without surrounding blanks; blank counts as nothing. */
export const wordsOf = (value: string | null | undefined): string | null => value?.trim() || null

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** A link on a customer's page: https only; plain http leads nowhere but to this machine (the sandbox). */
export function safeUrl(value: string | null | undefined): string | null {
  const url = value ? URL.parse(value) : null
  if (!url || url.username || url.password) return null
  const local = url.protocol === 'http:' && LOOPBACK.includes(url.hostname)
  return url.protocol === 'https:' || local ? url.href : null
}

export function toCustomer(wire: WireCustomer, stamp: Stamp): BillingCustomerRecord {
  const { address } = wire
  const street = [wordsOf(address?.line1), wordsOf(address?.line2)].filter((line) => line !== null)
  return {
    externalId: wire.id,
    version: stamp.version,
    externalCustomerId: wire.id,
    name: wordsOf(wire.name),
    email: wordsOf(wire.email),
    phone: wordsOf(wire.phone),
    address: {
      street: street.join(', ') || null,
      postalCode: wordsOf(address?.postal_code),
      city: wordsOf(address?.city),
      region: wordsOf(address?.state),
      country: wordsOf(address?.country),
    },
    taxIds: wire.tax_ids?.data.map((taxId) => taxId.value) ?? [],
    paymentMethodExternalId:
      wire.invoice_settings?.default_payment_method ?? wire.default_source ?? null,
    changedAt: latestOf(stamp, [wire.created]),
  }
}

/** Whole minor units; a price per piece of 1.25 cents has no such number, and the amount says it all. */
function unitPriceOf(line: WireLine): number | null {
  const price = Number(line.pricing?.unit_amount_decimal ?? Number.NaN)
  return Number.isSafeInteger(price) ? price : null
}

function toLine(line: WireLine, index: number): InvoiceLine {
  const { period } = line
  // One-off items carry the moment they were added, as a period of no length.
  const span = period && period.end > period.start ? period : null
  return {
    externalId: line.id,
    position: index + 1,
    description: line.description ?? '',
    quantity: line.quantity_decimal ?? line.quantity?.toString() ?? null,
    unitPriceMinor: unitPriceOf(line),
    amountMinor: line.amount,
    periodStart: isoOrNull(span?.start),
    periodEnd: isoOrNull(span?.end),
  }
}

/** @param wire with all of its lines: the first page of them would silently lose the rest */
export function toInvoice(wire: WireInvoice, stamp: Stamp): InvoiceRecord {
  const { finalized_at, paid_at, voided_at, marked_uncollectible_at } = wire.status_transitions
  const issued = wire.status === 'draft' ? null : (wire.effective_at ?? finalized_at)
  return {
    externalId: wire.id,
    version: stamp.version,
    externalCustomerId: wire.customer,
    number: wordsOf(wire.number),
    state: wire.status,
    currency: wire.currency.toUpperCase(),
    subtotalMinor: wire.subtotal,
    taxMinor: (wire.total_taxes ?? []).reduce((sum, tax) => sum + tax.amount, 0),
    totalMinor: wire.total,
    paidMinor: wire.amount_paid,
    remainingMinor: wire.amount_remaining,
    description: wordsOf(wire.description),
    orderNumber: wordsOf(wire.metadata?.['order']),
    createdAt: iso(wire.created),
    issuedAt: isoOrNull(issued),
    dueAt: isoOrNull(wire.due_date),
    paidAt: isoOrNull(paid_at),
    voidedAt: isoOrNull(voided_at),
    hostedUrl: safeUrl(wire.hosted_invoice_url),
    pdfUrl: safeUrl(wire.invoice_pdf),
    changedAt: latestOf(stamp, [
      wire.created,
      finalized_at,
      paid_at,
      voided_at,
      marked_uncollectible_at,
    ]),
    lines: wire.lines.data.map(toLine),
  }
}
