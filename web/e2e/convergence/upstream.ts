/** The raw state of the sandbox's three systems as facts, for the customers that belong to one tenant. */
import { z } from 'zod'
import type { Source } from '#workflows/contracts/sources.ts'
import { createControl } from '../systems/control.ts'
import { addAgreements } from './agreements.ts'
import { addEngagements } from './engagements.ts'
import {
  anyObject,
  itemsIn,
  momentIn,
  nestedIn,
  textIn,
  textOf,
  type AnyObject,
  type Facts,
} from './facts.ts'

/** Ids of the tenant's customers at each source. */
export type Customers = Record<Source, ReadonlySet<unknown>>

const list = z.array(anyObject)
const ordersState = z.object({ orders: list, projects: list })
const stripeState = z.object({
  customers: list,
  invoices: list,
  paymentIntents: list,
  charges: list,
  invoicePayments: list,
  subscriptions: list,
  products: list,
  paymentMethods: list,
  creditNotes: list,
})
const hubspotState = z.object({
  companies: list,
  contacts: list,
  associations: list,
  engagements: list,
  ties: list,
})

export interface UpstreamState {
  orders: z.infer<typeof ordersState>
  stripe: z.infer<typeof stripeState>
  hubspot: z.infer<typeof hubspotState>
}

export async function readUpstream(sandboxUrl: string): Promise<UpstreamState> {
  const control = createControl(sandboxUrl)
  return {
    orders: ordersState.parse(await control.get('/state')),
    stripe: stripeState.parse(await control.get('/stripe/state')),
    hubspot: hubspotState.parse(await control.get('/hubspot/state')),
  }
}

export function upstreamFacts(state: UpstreamState, customers: Customers): Facts {
  const facts: Facts = new Map()
  addOrders(facts, state.orders, customers.orders)
  addProjects(facts, state.orders, customers.orders)
  addBilling(facts, state.stripe, customers.stripe)
  addCrm(facts, state.hubspot, customers.hubspot)
  addEngagements(facts, state.hubspot, customers.hubspot)
  return facts
}

type Ours = ReadonlySet<unknown>

const ORDER_STATES: Record<string, string> = {
  new: 'received',
  production: 'in_production',
  packing: 'packed',
  shipped: 'in_transit',
}

function addOrders(facts: Facts, { orders }: UpstreamState['orders'], ours: Ours): void {
  for (const order of orders) {
    if (!ours.has(nestedIn(order, 'customer')['id']) || order['deleted_at'] !== null) continue
    const status = textIn(order, 'status')
    facts.set(`order ${textIn(order, 'id')}`, {
      version: textOf(order['version']),
      number: textOf(order['number']),
      title: textOf(order['title']),
      state: ORDER_STATES[status] ?? status,
      reference: textOf(order['customer_reference']),
      site: textOf(order['site']),
      total: `${textIn(order, 'total')} ${textIn(order, 'currency')}`,
      placed: momentIn(order, 'placed_at'),
      promised: textOf(order['promised_on']),
      delivered: momentIn(order, 'delivered_at'),
      lines: itemsIn(order, 'lines')
        .map((line) => [line['position'], line['article'], line['quantity'], line['amount']].join())
        .toSorted()
        .join(';'),
      shipments: itemsIn(order, 'shipments')
        .map((each) => [each['id'], each['status'], each['tracking_number'] ?? ''].join())
        .toSorted()
        .join(';'),
      returns: itemsIn(order, 'returns').map(returnText).toSorted().join(';'),
      history: itemsIn(order, 'history')
        .map((entry) => `${textIn(entry, 'id')} ${textOf(entry['text']) ?? ''}`)
        .toSorted()
        .join(';'),
    })
  }
}

function returnText(goods: AnyObject): string {
  const items = itemsIn(goods, 'items').map(
    (item) => `${textIn(item, 'line')}x${textIn(item, 'quantity')}`,
  )
  return [
    fieldsOf(goods, 'number', 'status', 'reason', 'carrier', 'tracking_number', 'tracking_url'),
    momentIn(goods, 'requested_at') ?? '',
    momentIn(goods, 'received_at') ?? '',
    textOf(goods['credit_note_number']) ?? '',
    items.toSorted().join('+'),
  ].join()
}

const PROJECT_STATES: Record<string, string> = {
  running: 'active',
  paused: 'on_hold',
  finished: 'completed',
}
const MILESTONE_STATES: Record<string, string> = {
  open: 'planned',
  started: 'in_progress',
  dropped: 'cancelled',
}

/** What stands in each of these fields, and a comma between. */
const fieldsOf = (object: AnyObject, ...names: string[]): string =>
  names.map((name) => textOf(object[name]) ?? '').join()

function addProjects(facts: Facts, { projects }: UpstreamState['orders'], ours: Ours): void {
  for (const project of projects) {
    if (!ours.has(nestedIn(project, 'customer')['id']) || project['deleted_at'] !== null) continue
    const status = textIn(project, 'status')
    const milestones = itemsIn(project, 'milestones').map((each) => {
      const state = textIn(each, 'status')
      const done = momentIn(each, 'done_at') ?? ''
      return `${fieldsOf(each, 'id', 'position', 'title', 'due_on')},${MILESTONE_STATES[state] ?? state},${done}`
    })
    const deliverables = itemsIn(project, 'deliverables').map((each) => {
      const state = textIn(each, 'status')
      const ours = state === 'in_preparation' ? 'preparing' : state
      return `${fieldsOf(each, 'id', 'milestone_id', 'title', 'version', 'due_on')},${ours}`
    })
    const orderIds = z.array(z.string()).parse(project['order_ids'])
    facts.set(`project ${textIn(project, 'id')}`, {
      version: textOf(project['version']),
      number: textOf(project['number']),
      title: textOf(project['title']),
      state: PROJECT_STATES[status] ?? status,
      manager: textOf(nestedIn(project, 'manager')['name']),
      contact: textOf(nestedIn(project, 'customer_contact')['email']),
      days: fieldsOf(project, 'starts_on', 'due_on'),
      milestones: milestones.toSorted().join(';'),
      deliverables: deliverables.toSorted().join(';'),
      dates: itemsIn(project, 'due_date_history')
        .map((move) => fieldsOf(move, 'id', 'milestone_id', 'from', 'to', 'reason'))
        .toSorted()
        .join(';'),
      orders: [...new Set(orderIds)].toSorted().join(),
    })
  }
}

function addBilling(facts: Facts, state: UpstreamState['stripe'], ours: Ours): void {
  for (const own of state.customers.filter((each) => ours.has(each['id']))) {
    const address = nestedIn(own, 'address')
    facts.set(`customer ${textIn(own, 'id')}`, {
      name: textOf(own['name']),
      email: textOf(own['email']),
      phone: textOf(own['phone']),
      place: [address['postal_code'], address['city'], address['country']].map(textOf).join(),
      taxes: itemsIn(nestedIn(own, 'tax_ids'), 'data')
        .map((taxId) => textIn(taxId, 'value'))
        .join(),
      default: textOf(nestedIn(own, 'invoice_settings')['default_payment_method']),
    })
  }
  for (const invoice of state.invoices.filter((each) => ours.has(each['customer']))) {
    const moments = nestedIn(invoice, 'status_transitions')
    facts.set(`invoice ${textIn(invoice, 'id')}`, {
      number: textOf(invoice['number']),
      state: textOf(invoice['status']),
      amounts: ['subtotal', 'total', 'amount_paid', 'amount_remaining']
        .map((name) => textIn(invoice, name))
        .join(),
      currency: textIn(invoice, 'currency').toUpperCase(),
      description: textOf(invoice['description']),
      order: textOf(nestedIn(invoice, 'metadata')['order']),
      due: momentIn(invoice, 'due_date'),
      paid: momentIn(moments, 'paid_at'),
      voided: momentIn(moments, 'voided_at'),
      lines: itemsIn(nestedIn(invoice, 'lines'), 'data')
        .map((line) => [line['id'], line['description'], line['amount']].join())
        .toSorted()
        .join(';'),
    })
  }
  addPayments(facts, state, ours)
  addAgreements(facts, state, ours)
}

function addPayments(facts: Facts, state: UpstreamState['stripe'], ours: Ours): void {
  const invoiceOf = new Map(
    state.invoicePayments.map((link) => [
      nestedIn(link, 'payment')['payment_intent'],
      link['invoice'],
    ]),
  )
  const chargeOf = new Map(state.charges.map((charge) => [charge['id'], charge]))
  for (const intent of state.paymentIntents.filter((each) => ours.has(each['customer']))) {
    const charge = chargeOf.get(intent['latest_charge'])
    const failed = intent['last_payment_error'] !== null
    const states: Record<string, string> = {
      requires_payment_method: failed ? 'failed' : 'pending',
      canceled: 'cancelled',
    }
    const status = textIn(intent, 'status')
    facts.set(`payment ${textIn(intent, 'id')}`, {
      state: states[status] ?? status,
      amount: `${textIn(intent, 'amount')} ${textIn(intent, 'currency').toUpperCase()}`,
      refunded: textOf(charge?.['amount_refunded']) ?? '0',
      invoice: textOf(invoiceOf.get(intent['id'])),
    })
  }
}

function addCrm(facts: Facts, state: UpstreamState['hubspot'], ours: Ours): void {
  for (const own of state.companies.filter((each) => ours.has(each['id']))) {
    const properties = nestedIn(own, 'properties')
    facts.set(`company ${textIn(own, 'id')}`, {
      name: textOf(properties['name']),
      domain: textOf(properties['domain']),
      phone: textOf(properties['phone']),
      city: textOf(properties['city']),
    })
  }
  const people = new Set(
    state.associations
      .filter((each) => ours.has(each['company']) && each['primary'] === true)
      .map((each) => each['contact']),
  )
  for (const contact of state.contacts.filter((each) => people.has(each['id']))) {
    const properties = nestedIn(contact, 'properties')
    const name = [properties['firstname'], properties['lastname']].flatMap(
      (part) => textOf(part) ?? [],
    )
    facts.set(`contact ${textIn(contact, 'id')}`, {
      name: name.join(' '),
      email: textOf(properties['email']),
      phone: textOf(properties['phone']),
      title: textOf(properties['jobtitle']),
    })
  }
}
