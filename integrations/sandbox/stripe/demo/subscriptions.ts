/** What the demo's customers have subscribed to, how they pay, and what was credited: every state the portal tells apart. */
import { createPrice, createProduct } from '../ledger/catalogue.ts'
import { createCreditNote } from '../ledger/credit-notes.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { attachMethod, setDefaultMethod } from '../ledger/payment-methods.ts'
import { cancelSubscription, createSubscription } from '../ledger/subscriptions.ts'
import type { Birth } from '../objects/birth.ts'
import type { Interval } from '../objects/catalogue.ts'
import type { Invoice } from '../objects/invoice.ts'

const DAY = 86_400

/** Their ids never change: tests and people name them. */
const PRODUCTS = {
  watch: { id: 'prod_BoilerWatch01', name: 'Boiler Watch' },
  service: { id: 'prod_ServicePlan01', name: 'Service Plan Plus' },
  line: { id: 'prod_EmergencyLn01', name: 'Emergency Line' },
  meter: { id: 'prod_SteamMeter001', name: 'Steam Metering' },
} as const
type ProductName = keyof typeof PRODUCTS

/** Minor units by currency; Steam Metering counts usage at parts of a cent. */
const PRICES: Readonly<
  Record<ProductName, { amounts: Record<string, string>; every: [Interval, number] }>
> = {
  watch: { amounts: { eur: '4900', sek: '54900', gbp: '4200' }, every: ['month', 1] },
  service: { amounts: { eur: '84000', sek: '940000', gbp: '72000' }, every: ['month', 3] },
  line: { amounts: { eur: '19000', sek: '210000', gbp: '16500' }, every: ['month', 3] },
  meter: { amounts: { eur: '0.85', sek: '9.5', gbp: '0.75' }, every: ['month', 1] },
}

export const priceId = (product: ProductName, currency: string): string =>
  `price_${product}_${currency}`

export function fillCatalogue(ledger: Ledger, birth: Birth): void {
  for (const [name, product] of Object.entries(PRODUCTS) as [
    ProductName,
    { id: string; name: string },
  ][]) {
    createProduct(ledger, product, birth)
    const { amounts, every } = PRICES[name]
    for (const [currency, unitAmount] of Object.entries(amounts)) {
      const [interval, intervalCount] = every
      const fields = { product: product.id, currency, unitAmount, interval, intervalCount }
      const metered = name === 'meter'
      createPrice(ledger, { ...fields, id: priceId(name, currency), metered }, birth)
    }
  }
}

interface Telling {
  ledger: Ledger
  at: (moment: number) => Birth
  /** Unix seconds. */
  now: number
}

/** Month and year of a card that ends within the next sixty days, whatever day it is. */
function soon(now: number): { expMonth: number; expYear: number } {
  const date = new Date((now + 25 * DAY) * 1000)
  return { expMonth: date.getUTCMonth() + 1, expYear: date.getUTCFullYear() }
}

/** Customer → what it agreed to. */
const STORIES: Readonly<Record<string, (telling: Telling, customer: string) => void>> = {
  cus_NorthgateClin1(telling, customer) {
    bank(telling, customer, '3000')
    begin(telling, { customer, items: [['watch', 6]], currency: 'eur', daysAgo: 321 })
  },
  cus_VellmarDairy01(telling, customer) {
    const { ledger, at, now } = telling
    bank(telling, customer, '4471')
    const card = { type: 'card', brand: 'visa', last4: '4242', ...soon(now) } as const
    attachMethod(ledger, { id: 'pm_VellmarVisa0001', customer, ...card }, at(now - 400 * DAY))
    const items = [
      ['service', 1],
      ['line', 1],
    ] as const
    begin(telling, { id: 'sub_VellmarService', customer, items, currency: 'eur', daysAgo: 412 })
    begin(telling, { customer, items: [['meter', 1]], currency: 'eur', daysAgo: 40 })
    const old = begin(telling, { customer, items: [['watch', 2]], currency: 'eur', daysAgo: 500 })
    cancelSubscription(ledger, old, at(now - 90 * DAY))
  },
  cus_LindqvistHot01(telling, customer) {
    const { ledger, at, now } = telling
    const year = new Date(now * 1000).getUTCFullYear() + 3
    const card = {
      type: 'card',
      brand: 'mastercard',
      last4: '4444',
      expMonth: 8,
      expYear: year,
    } as const
    const { id } = attachMethod(ledger, { customer, ...card }, at(now - 200 * DAY))
    setDefaultMethod(ledger, { customer, method: id }, at(now - 200 * DAY))
    begin(telling, { customer, items: [['watch', 14]], currency: 'sek', daysAgo: 9, trialDays: 30 })
    begin(telling, { customer, items: [['line', 1]], currency: 'sek', daysAgo: 260, ends: true })
  },
  cus_CalderFoods001(telling, customer) {
    begin(telling, {
      customer,
      items: [['watch', 1]],
      currency: 'gbp',
      daysAgo: 77,
      daysUntilDue: 14,
    })
  },
}

export function tellSubscriptions(telling: Telling, customer: string): void {
  STORIES[customer]?.(telling, customer)
  credit(telling, customer)
}

function bank({ ledger, at, now }: Telling, customer: string, last4: string): void {
  const birth = at(now - 600 * DAY)
  const { id } = attachMethod(ledger, { customer, type: 'sepa_debit', last4 }, birth)
  setDefaultMethod(ledger, { customer, method: id }, birth)
}

interface Agreement {
  id?: string
  customer: string
  items: readonly (readonly [ProductName, number])[]
  currency: string
  daysAgo: number
  trialDays?: number
  daysUntilDue?: number
  ends?: boolean
}

function begin({ ledger, at, now }: Telling, agreement: Agreement): string {
  const { id, customer, items, currency, daysAgo, trialDays, daysUntilDue, ends } = agreement
  const startedAt = now - daysAgo * DAY
  const fields = {
    ...(id === undefined ? {} : { id }),
    customer,
    items: items.map(([product, quantity]) => ({ price: priceId(product, currency), quantity })),
    startedAt,
    trialEnd: trialDays === undefined ? null : startedAt + trialDays * DAY,
    daysUntilDue: daysUntilDue ?? null,
    cancelAtPeriodEnd: ends ?? false,
  }
  // Made as it stands today: the invoices of earlier periods are not part of the demo.
  return createSubscription(ledger, fields, at(now - 3 * 3_600)).id
}

/** Whether a payment of it is with the bank: nothing is credited meanwhile. */
export const isBeingPaid = ({ store }: Ledger, invoice: Invoice): boolean =>
  store
    .list('invoice_payment', { invoice: invoice.id, limit: 10 })
    .some(
      ({ payment }) =>
        store.find('payment_intent', payment.payment_intent)?.status === 'processing',
    )

/** A part of the newest open invoice, and of the newest paid one. */
function credit({ ledger, at, now }: Telling, customer: string): void {
  for (const status of ['open', 'paid'] as const) {
    const [invoice] = ledger.store.list('invoice', { customer, states: [status], limit: 1 })
    if (!invoice || invoice.amount_remaining + invoice.amount_paid < 20_000) continue
    if (isBeingPaid(ledger, invoice)) continue
    const words =
      status === 'open'
        ? ({ reason: 'order_change', memo: 'Two valves less than ordered' } as const)
        : ({ reason: 'product_unsatisfactory', memo: 'Late delivery' } as const)
    createCreditNote(ledger, { invoice: invoice.id, amount: 5_000, ...words }, at(now - 2 * 3_600))
  }
}
