/** Payment intents with their latest charge → our payments: what state, how it was paid, what came back. */
import type { PaymentRecord, PaymentState } from '#workflows/contracts/billing.ts'
import { iso, latestOf, safeUrl, type Stamp, wordsOf } from './map.ts'
import type { WireMethod, WirePaymentIntent } from './schema.ts'

/** An intent waits for a method both before the first try and after a failed one. */
function stateOf(intent: WirePaymentIntent): PaymentState {
  switch (intent.status) {
    case 'requires_payment_method':
      return intent.last_payment_error ? 'failed' : 'pending'
    case 'requires_confirmation':
    case 'requires_action':
    case 'requires_capture':
      return 'pending'
    case 'processing':
      return 'processing'
    case 'succeeded':
      return 'succeeded'
    case 'canceled':
      return 'cancelled'
  }
}

const ending = (name: string, last4: string | null | undefined): string =>
  last4 ? `${name} ····${last4}` : name

/** `visa ····4242`, `SEPA debit ····3000`, or the plain name of the method. */
export function methodOf(method: WireMethod): string {
  const { card, sepa_debit: sepa, us_bank_account: account } = method
  if (card) return ending(card.brand ?? 'card', card.last4)
  if (sepa) return ending('SEPA debit', sepa.last4)
  if (account) return ending(account.bank_name ?? 'bank account', account.last4)
  return method.type === 'customer_balance' ? 'bank transfer' : method.type.replaceAll('_', ' ')
}

export function toPayment(
  intent: WirePaymentIntent,
  invoiceExternalId: string | null,
  stamp: Stamp,
): PaymentRecord {
  const charge = intent.latest_charge
  const used = charge?.payment_method_details
  const state = stateOf(intent)
  const failure = intent.last_payment_error?.message ?? charge?.failure_message
  return {
    externalId: intent.id,
    version: stamp.version,
    externalCustomerId: intent.customer ?? null,
    invoiceExternalId,
    state,
    amountMinor: intent.amount,
    refundedMinor: charge?.amount_refunded ?? 0,
    currency: intent.currency.toUpperCase(),
    methodLabel: used ? methodOf(used) : null,
    receiptUrl: safeUrl(charge?.receipt_url),
    failureMessage: state === 'failed' ? wordsOf(failure) : null,
    createdAt: iso(intent.created),
    changedAt: latestOf(stamp, [intent.created, intent.canceled_at, charge?.created]),
  }
}
