/** Stripe: what customers have subscribed to, how they pay, and what was credited to them. */
import { z } from 'zod'
import { actsOn, fresh, idOfMade, type Kind, type Scene } from './kind.ts'

const make = async ({ stage }: Scene, plural: string, fields: object): Promise<string> =>
  idOfMade(await stage.control.send('POST', `/stripe/${plural}`, fields))

const customerIn = ({ stage, random }: Scene): string => stage.customerOf('stripe', random)

/** Of the demo's catalogue: two things with a price in euro, by the piece. */
const PRICES = ['price_watch_eur', 'price_line_eur'] as const

const onSubscriptions = actsOn('stripe/subscriptions')
let pieces = 0
const setQuantity = onSubscriptions('quantity', () => ({ quantity: (++pieces % 900) + 1 }))

export const subscription: Kind = {
  name: 'subscription',
  share: 0.06,
  create(scene) {
    const items = [{ price: scene.random.pick(PRICES), quantity: scene.random.whole(1, 20) }]
    const trial = scene.random.chance(0.2) ? { trialDays: 14 } : {}
    return make(scene, 'subscriptions', { customer: customerIn(scene), items, ...trial })
  },
  changes: [
    setQuantity,
    setQuantity,
    ...PRICES.map((price) => onSubscriptions('price', () => ({ price }))),
    onSubscriptions('cancel_at_period_end'),
    onSubscriptions('keep'),
    onSubscriptions('pause'),
    onSubscriptions('renew'),
  ],
  // It ends and stays, as what it was.
  remove: onSubscriptions('cancel'),
}

const onMethods = actsOn('stripe/payment_methods')
let year = 2030
const renewed = onMethods('renew', () => ({ expMonth: 7, expYear: 2030 + (++year % 60) }))

export const paymentMethod: Kind = {
  name: 'payment_method',
  share: 0.06,
  create(scene) {
    const method = scene.random.chance(0.8)
      ? { type: 'card', last4: '4242', expMonth: 5, expYear: 2029 }
      : { type: 'sepa_debit', last4: '3000' }
    return make(scene, 'payment_methods', { customer: customerIn(scene), ...method })
  },
  changes: [renewed, onMethods('default')],
  remove: onMethods('detach'),
}

const newInvoice = z.object({ invoice: z.object({ id: z.string() }) })
const onNotes = actsOn('stripe/credit_notes')

export const creditNote: Kind = {
  name: 'credit_note',
  share: 0.04,
  async create(scene) {
    const fields = { customer: customerIn(scene), description: fresh('Service'), finalize: true }
    const answer = await scene.stage.control.send('POST', '/stripe/invoices', fields)
    const { invoice } = newInvoice.parse(answer)
    if (scene.random.chance(0.4)) await actsOn('stripe/invoices')('pay')(scene, invoice.id)
    return make(scene, 'credit_notes', { invoice: invoice.id, amount: 1_000, memo: fresh('Less') })
  },
  changes: [onNotes('void')],
  remove: onNotes('void'),
}
