/** One order with everything the desk can do to it; shown in the sheet beside the list. */
import type { WireOrder, WireShipment } from '../../../orders/schema.ts'
import type { Action } from '../../orders/actions.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { fact, sheetHead } from '../place.ts'
import { field, type SendButton, sendButton, sendForm } from '../send.ts'
import { dayWords, moneyWords, timeWords } from '../words.ts'
import { stages } from './order-list.ts'
import { advanceOf, dueWords, historyWords } from './order-words.ts'
import { returnForm, returnsPart } from './returns-part.ts'

export function orderSheet(order: WireOrder): Markup {
  return markup`${sheetHead({ over: `${order.number}, version ${String(order.version)}`, title: order.title })}
    <div class="sheet-body">
      <p class="line">${stages(order)}</p>
      ${actions(order)}
      ${facts(order)}
      ${shipments(order)}
      ${returnsPart(order)}
      ${lines(order)}
      ${history(order)}
    </div>`
}

const callOf = (order: WireOrder, act: Action): string => `POST /orders/${order.id}/${act}`

const deliverNow = (order: WireOrder): boolean =>
  order.status === 'shipped' &&
  order.shipments.some((s) => s.status === 'preparing') &&
  order.shipments.some((s) => s.status === 'in_transit')

function actions(order: WireOrder): Markup | null {
  if (order.deleted_at !== null) return null
  const next = advanceOf(order)
  const button = (act: Action, rest: Omit<SendButton, 'call' | 'key'>) =>
    sendButton({ ...rest, call: callOf(order, act), key: `sheet-${act}` })
  const early = next && !['packing', 'shipped'].includes(order.status)
  const { number } = order
  return markup`<div class="actions">
      ${next && sendButton({ ...next, look: 'primary', key: 'sheet-next' })}
      ${early && button('ship', { label: 'Ship now', icon: 'truck', said: '{order.number} is on its way.' })}
      ${next && button('split', { label: 'Split shipment', icon: 'split', said: '{order.number} travels in {order.shipments.length} shipments now.' })}
      ${deliverNow(order) && button('deliver', { label: 'Deliver what left', icon: 'circle-check', said: '{order.number} is {order.status}.' })}
    </div>
    ${next && order.promised_on !== null && delayForm(order)}
    ${returnForm(order)}
    ${noteForm(order)}
    <div class="actions quiet">
      ${next && button('cancel', { label: 'Cancel order', look: 'plain', said: '{order.number} is cancelled.', sure: `Cancel ${number}? The customer sees it as cancelled.` })}
      ${button('delete', { label: 'Delete order', look: 'plain danger', said: '{order.number} is deleted.', closes: true, sure: `Delete ${number}? It disappears from the customer’s portal.` })}
    </div>`
}

const delayForm = (order: WireOrder): Markup =>
  sendForm({
    call: callOf(order, 'delay'),
    said: '{order.number} is now due {order.promised_on}.',
    fields: markup`${field({ name: 'days', label: 'Delay by days', value: '3', type: 'number', min: -60, max: 365, look: 'days', required: true })}
      ${field({ name: 'reason', label: 'Reason, shown to the customer', hint: 'Test bench occupied longer than planned' })}`,
    button: markup`<button class="btn" data-key="sheet-delay">${icon('calendar')}Delay</button>`,
  })

const noteForm = (order: WireOrder): Markup =>
  sendForm({
    call: callOf(order, 'note'),
    said: 'The note is on {order.number}.',
    fields: field({
      name: 'text',
      label: 'Note for the customer',
      hint: 'Left the Kassel hub, next stop Basel',
      required: true,
    }),
    button: markup`<button class="btn" data-key="sheet-note">${icon('note')}Add note</button>`,
  })

function facts(order: WireOrder): Markup {
  const due = dueWords(order, new Date().toISOString().slice(0, 10))
  const delivery =
    order.promised_on === null
      ? markup`Not promised yet`
      : markup`${dayWords(order.promised_on)} <span class="meta" data-tone="${due.tone}">${due.text}</span>`
  return markup`<dl class="facts">
    ${fact('Customer', order.customer.name)}
    ${fact('Delivery', delivery)}
    ${fact('Goes to', order.site)}
    ${fact('Customer’s reference', order.customer_reference)}
    ${fact('Placed by', order.placed_by?.name ?? null)}
    ${fact('Total', moneyWords(order.total, order.currency))}</dl>`
}

const SHIPMENT_WORDS = {
  preparing: { word: 'Preparing', icon: 'package', tone: 'idle' },
  in_transit: { word: 'In transit', icon: 'truck', tone: 'info' },
  delivered: { word: 'Delivered', icon: 'circle-check', tone: 'ok' },
} as const satisfies Record<WireShipment['status'], unknown>

function shipments(order: WireOrder): Markup | null {
  if (order.shipments.length === 0) return null
  const rows = order.shipments.map((shipment) => {
    const said = SHIPMENT_WORDS[shipment.status]
    const way = [shipment.carrier, shipment.tracking_number].filter(Boolean).join(', ')
    const count = shipment.items.length
    return markup`<li><span class="grow">${way}<br><span class="meta">${count} ${count === 1 ? 'line' : 'lines'}${
      shipment.expected_on !== null && `, expected ${dayWords(shipment.expected_on)}`
    }</span></span>
      <span class="state" data-tone="${said.tone}">${icon(said.icon)}${said.word}</span></li>`
  })
  return markup`<section class="section"><h3>Shipments</h3><ul class="rows">${rows}</ul></section>`
}

function lines(order: WireOrder): Markup {
  const rows = order.lines.map(
    (
      line,
    ) => markup`<tr><td><span class="clip">${line.description}</span><span class="meta">${line.article}</span></td>
      <td class="num">${line.quantity} ${line.unit}</td><td class="num">${moneyWords(line.amount, order.currency)}</td></tr>`,
  )
  return markup`<section class="section"><h3>Lines</h3><table>
    <thead class="sr"><tr><th>Article</th><th>Quantity</th><th>Amount</th></tr></thead><tbody>${rows}</tbody></table></section>`
}

function history(order: WireOrder): Markup {
  const entries = order.history.toReversed().map((entry) => {
    const said = historyWords(entry)
    const aside = entry.type === 'status' || entry.type === 'delivery_date' ? entry.text : null
    return markup`<li>${icon(said.icon)}<span class="grow">${said.text}${aside !== null && markup`<br><span class="meta">${aside}</span>`}</span>
      <time class="meta" datetime="${entry.at}">${timeWords(entry.at)}</time></li>`
  })
  return markup`<section class="section"><h3>History</h3><ol class="timeline">${entries}</ol></section>`
}
