/** Events of Stripe that tell of customers: hints, since a customer comes without its tax ids. */
import { STRIPE_API_VERSION } from '#integrations/stripe/version.ts'
import type { EventText } from './invoice-events.ts'
import { customerOf } from './stand-in.ts'

let made = 0

/** One event, as if the customer had changed now. */
export const customerEvent = (customer: string): EventText =>
  JSON.stringify({
    ...{ id: `evt_customer${String(++made).padStart(8, '0')}`, object: 'event' },
    ...{ type: 'customer.updated', api_version: STRIPE_API_VERSION, livemode: false },
    created: Math.floor(Date.now() / 1_000),
    data: { object: customerOf(customer, `Change ${made}`), previous_attributes: { name: '' } },
  })
