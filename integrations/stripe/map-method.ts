/** Payment methods and credit notes → ours. Of a card no more than what is printed on a receipt. */
import type { CreditNoteRecord, PaymentMethodRecord } from '#workflows/contracts/subscriptions.ts'
import { iso, isoOrNull, latestOf, safeUrl, type Stamp, wordsOf } from './map.ts'
import { methodOf } from './map-payment.ts'
import type { WireCreditNote, WirePaymentMethod } from './schema-subscriptions.ts'

/** A card is good until the last day of its month. */
const lastDayOf = (year: number, month: number): string =>
  new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)

export function toPaymentMethod(
  wire: WirePaymentMethod,
  customer: string,
  stamp: Stamp,
): PaymentMethodRecord {
  const { card, sepa_debit: sepa, us_bank_account: account } = wire
  return {
    externalId: wire.id,
    version: stamp.version,
    externalCustomerId: customer,
    type: wire.type,
    brand: wordsOf(card?.brand) ?? wordsOf(account?.bank_name),
    last4: wordsOf((card ?? sepa ?? account)?.last4),
    expiresOn: card ? lastDayOf(card.exp_year, card.exp_month) : null,
    label: methodOf(wire),
    createdAt: iso(wire.created),
    changedAt: latestOf(stamp, [wire.created]),
  }
}

export function toCreditNote(wire: WireCreditNote, stamp: Stamp): CreditNoteRecord {
  return {
    externalId: wire.id,
    version: stamp.version,
    externalCustomerId: wire.customer,
    invoiceExternalId: wire.invoice,
    number: wire.number,
    state: wire.status,
    currency: wire.currency.toUpperCase(),
    reducedMinor: wire.pre_payment_amount,
    returnedMinor: wire.post_payment_amount,
    totalMinor: wire.total,
    reason: wire.reason ?? null,
    memo: wordsOf(wire.memo),
    pdfUrl: safeUrl(wire.pdf),
    issuedAt: iso(wire.effective_at ?? wire.created),
    voidedAt: isoOrNull(wire.voided_at),
    changedAt: latestOf(stamp, [wire.created, wire.voided_at]),
  }
}
