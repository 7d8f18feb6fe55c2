/** Subscriptions, payment methods and credit notes as a source gives them, with what a test does not care about filled in. */
import type {
  CreditNoteRecord,
  PaymentMethodRecord,
  SubscriptionItem,
  SubscriptionRecord,
} from '#workflows/contracts/subscriptions.ts'

const changedAt = '2026-05-10T10:00:00.000Z'

export const makeItem = (change: Partial<SubscriptionItem> = {}): SubscriptionItem => ({
  externalId: 'si_1',
  position: 1,
  priceExternalId: 'price_1',
  productExternalId: 'prod_1',
  name: 'Boiler Watch',
  quantity: 3,
  unitPriceMinor: 4_900,
  amountMinor: 14_700,
  interval: 'month',
  intervalCount: 1,
  periodStart: '2026-05-01T08:00:00.000Z',
  periodEnd: '2026-06-01T08:00:00.000Z',
  ...change,
})

export const makeSubscription = (change: Partial<SubscriptionRecord> = {}): SubscriptionRecord => ({
  externalId: 'sub_1',
  version: 1,
  externalCustomerId: 'cus_1',
  state: 'active',
  currency: 'EUR',
  description: null,
  collection: 'automatic',
  isCollectionPaused: false,
  startedAt: '2026-01-01T08:00:00.000Z',
  renewsAt: '2026-06-01T08:00:00.000Z',
  trialEndsAt: null,
  cancelsAtPeriodEnd: false,
  cancelAt: null,
  cancelledAt: null,
  endedAt: null,
  paymentMethodExternalId: null,
  changedAt,
  items: [makeItem()],
  ...change,
})

export const makePaymentMethod = (
  change: Partial<PaymentMethodRecord> = {},
): PaymentMethodRecord => ({
  externalId: 'pm_1',
  version: 1,
  externalCustomerId: 'cus_1',
  type: 'card',
  brand: 'visa',
  last4: '4242',
  expiresOn: '2027-03-31',
  label: 'visa ····4242',
  createdAt: '2026-01-01T08:00:00.000Z',
  changedAt,
  ...change,
})

export const makeCreditNote = (change: Partial<CreditNoteRecord> = {}): CreditNoteRecord => ({
  externalId: 'cn_1',
  version: 1,
  externalCustomerId: 'cus_1',
  invoiceExternalId: 'in_1',
  number: 'HS-0001-CN-01',
  state: 'issued',
  currency: 'EUR',
  reducedMinor: 1_000,
  returnedMinor: 0,
  totalMinor: 1_000,
  reason: 'order_change',
  memo: null,
  pdfUrl: null,
  issuedAt: '2026-05-09T08:00:00.000Z',
  voidedAt: null,
  changedAt,
  ...change,
})
