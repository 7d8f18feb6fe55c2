/** Stripe on the desk: the operator's invoices, one of them, and a new one. */
import { z } from 'zod'
import type { StripeStore } from '../../stripe/store.ts'
import { type Markup, markup } from '../markup.ts'
import { boxButton, filter, head, type Place, type Query } from '../place.ts'
import { box, choice, field } from '../send.ts'
import { customerTabs, invoiceList, SHOWN, type View } from './invoice-list.ts'
import { invoiceSheet } from './invoice-sheet.ts'

const viewQuery = z.object({
  customer: z.string().max(200).catch(''),
  q: z.string().trim().max(200).catch(''),
  show: z.enum(['due', 'paid', 'off', 'all']).catch('due'),
})

export function createBillingPlace(store: StripeStore): Place {
  return {
    path: '/billing',
    label: 'Billing',
    icon: 'receipt',
    about: 'the operator’s Stripe account',
    topic: 'stripe',
    main: (query) => main(store, viewQuery.parse(query)),
    sheets: {
      invoices(id) {
        const invoice = store.find('invoice', id)
        return invoice && invoiceSheet(store, invoice)
      },
    },
    boxes: { 'new-invoice': (query) => newInvoice(store, query) },
  }
}

function main(store: StripeStore, view: View): Markup {
  const { customer, q, show } = view
  const options = Object.entries(SHOWN).map(([id, { label }]) => ({ id, label }))
  return markup`${head({
    title: 'Invoices',
    text: 'Kept in Stripe, where no money moves here. Pay one and watch the portal.',
    action: boxButton(`new-invoice${customer && `?customer=${customer}`}`, 'New invoice'),
  })}
    ${customerTabs(store, view)}
    ${filter({
      hidden: { customer },
      q,
      label: 'Search invoices',
      hint: 'Number, wording, customer or order',
      show: { chosen: show, options },
    })}
    <div id="rows">${invoiceList(store, view)}</div>`
}

/** Those with two decimals, which is what the amount field counts in. */
const CURRENCIES = ['eur', 'sek', 'chf', 'gbp', 'usd'].map((id) => ({
  id,
  label: id.toUpperCase(),
}))
const MAX_CUSTOMERS = 500

function newInvoice(store: StripeStore, query: Query): Markup {
  const { customer } = viewQuery.parse(query)
  const customers = store.list('customer', { limit: MAX_CUSTOMERS }).toReversed()
  const options = customers.map(({ id, name }) => ({ id, label: name ?? id }))
  const usual = customers.find(({ id }) => id === (customer || options[0]?.id))?.currency ?? 'eur'
  return box({
    call: 'POST /stripe/invoices',
    said: '{invoice.number} is made for {invoice.customer_name}.',
    title: 'Make an invoice',
    text: 'It goes out at once; the portal shows it as soon as Stripe’s webhook is there.',
    fields: markup`${choice({ name: 'customer', label: 'Customer', chosen: customer, options })}
      ${field({ name: 'lines.0.description', label: 'What', value: 'Service visit', required: true })}
      <div class="pair">${field({ name: 'lines.0.unitAmount', label: 'Amount before tax', value: '480.00', type: 'minor', min: 0, required: true })}
      ${choice({ name: 'currency', label: 'Currency', chosen: usual, options: CURRENCIES })}</div>
      <div class="pair">${field({ name: 'lines.0.taxPercent', label: 'Tax in percent', value: '19', type: 'number', min: 0, max: 40 })}
      ${field({ name: 'daysUntilDue', label: 'Due in days', value: '30', type: 'number', min: 0, max: 365 })}</div>
      ${field({ name: 'order', label: 'For the order', hint: 'SO-20418' })}`,
    button: 'Make invoice',
  })
}
