/** Stripe: customers with their invoices; paying makes payments. */
import { z } from 'zod'
import { actsOn, fresh, type Deed, type Kind } from './kind.ts'

const newCustomer = z.object({ customer: z.object({ id: z.string() }) })
const newInvoice = z.object({ invoice: z.object({ id: z.string() }) })

const act = actsOn('stripe/invoices')

const describe = act('update', () => ({ description: fresh('Service') }))

export const invoice: Kind = {
  name: 'invoice',
  share: 0.16,
  async create({ stage, random }) {
    const fields = {
      customer: stage.customerOf('stripe', random),
      description: fresh('Service'),
      finalize: random.chance(0.7),
    }
    const answer = await stage.control.send('POST', '/stripe/invoices', fields)
    return newInvoice.parse(answer).invoice.id
  },
  changes: [
    describe,
    describe,
    act('finalize'),
    act('pay'),
    act('fail'),
    act('start'),
    act('settle'),
    act('refund'),
    act('void'),
    act('uncollectible'),
  ],
  // Drafts only; what was issued stays.
  remove: act('delete'),
}

const change: Deed = async ({ stage, random }, id) => {
  const fields = random.chance(0.5) ? { name: fresh('Halle') } : { phone: `+49 ${fresh('30')}` }
  return (await stage.control.send('POST', `/stripe/customers/${id}`, fields)) !== null
}

export const customer: Kind = {
  name: 'customer',
  share: 0.04,
  async create({ stage, random }) {
    const answer = await stage.control.send('POST', '/stripe/customers', { name: fresh('Halle') })
    const { id } = newCustomer.parse(answer).customer
    stage.adopt('stripe', id, random)
    return id
  },
  changes: [change],
  async remove({ stage }, id) {
    stage.leave('stripe', id)
    return (await stage.control.send('DELETE', `/stripe/customers/${id}`)) !== null
  },
}
