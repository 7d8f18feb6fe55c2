/** What a payment method is called, e.g. "Visa ending in 4242". */
import { useText } from '../../ui/text/use-text.tsx'
import type { PaymentMethodView } from './plan-api.ts'

/** Brands and methods come in the source's lower case: `visa`, `american_express`. */
const proper = (word: string): string =>
  word
    .split(/[_ ]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ')

export function useMethodName(): (method: PaymentMethodView) => string {
  const text = useText()
  return ({ type, brand, last4, label }) => {
    const kinds: Readonly<Record<string, string>> = {
      card: text('plan.methods.card'),
      sepa_debit: text('plan.methods.sepa'),
      us_bank_account: text('plan.methods.account'),
    }
    const name = brand === null ? (kinds[type] ?? proper(label)) : proper(brand)
    return last4 === null ? name : text('plan.methods.ending', { name, digits: last4 })
  }
}
