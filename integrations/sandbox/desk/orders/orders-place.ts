/** The order system on the desk: its orders, one of them, and a new one. */
import { z } from 'zod'
import { CUSTOMERS } from '../../demo/customers.ts'
import type { Store } from '../../store.ts'
import { type Markup, markup } from '../markup.ts'
import { boxButton, filter, head, type Place, type Query } from '../place.ts'
import { box, choice, field } from '../send.ts'
import { customerTabs, openCounts, orderList, SHOWN, type View } from './order-list.ts'
import { orderSheet } from './order-sheet.ts'

const viewQuery = z.object({
  customer: z.string().max(200).catch(''),
  q: z.string().trim().max(200).catch(''),
  show: z.enum(['open', 'delivered', 'cancelled', 'deleted', 'all']).catch('open'),
})

export function createOrdersPlace(store: Store): Place {
  return {
    path: '/',
    label: 'Orders',
    icon: 'package',
    about: 'the operator’s order system',
    topic: 'orders',
    main: (query) => main(store, viewQuery.parse(query)),
    sheets: {
      orders(id) {
        const order = store.orders.find(id)
        return order && orderSheet(order)
      },
    },
    boxes: { 'new-order': newOrder },
  }
}

function main(store: Store, view: View): Markup {
  const count = openCounts(store).get('') ?? 0
  const options = Object.entries(SHOWN).map(([id, { label }]) => ({ id, label }))
  const { customer, q, show } = view
  return markup`${head({
    title: 'Orders',
    text: `${String(count)} on the move. What you do here reaches the portal as a signed webhook.`,
    action: boxButton(`new-order${customer && `?customer=${customer}`}`, 'Place order'),
  })}
    ${customerTabs(store, view)}
    ${filter({
      hidden: { customer },
      q,
      label: 'Search orders',
      hint: 'Number, title, site or reference',
      show: { chosen: show, options },
    })}
    <div id="rows">${orderList(store, view)}</div>`
}

function newOrder(query: Query): Markup {
  const { customer } = viewQuery.parse(query)
  const options = CUSTOMERS.map(({ id, name }) => ({ id, label: name }))
  return box({
    call: 'POST /orders',
    said: '{order.number} is placed for {order.customer.name}.',
    title: 'Place an order',
    text: 'What you leave empty is chosen the way this customer usually orders.',
    fields: markup`${choice({ name: 'customer', label: 'Customer', chosen: customer, options })}
      ${field({ name: 'title', label: 'What', hint: 'Steam trap kit, 48 pieces' })}
      ${field({ name: 'site', label: 'Goes to', hint: 'North, Mill Lane' })}
      ${field({ name: 'reference', label: 'Customer’s reference', hint: 'PO 4402' })}`,
    button: 'Place order',
  })
}
