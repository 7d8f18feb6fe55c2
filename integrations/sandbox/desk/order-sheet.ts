/** One order with everything the desk can do to it; shown in the sheet beside the list. */
import type { WireOrder, WireShipment } from '../../orders/schema.ts'
import { icon, type Markup, markup } from './markup.ts'
import { stages } from './order-list.ts'
import { dayWords, dueWords, historyWords, moneyWords, nextStep, timeWords } from './words.ts'

export function orderSheet(order: WireOrder): Markup {
  return markup`<header>
      <div><p class="meta">${order.number}, version ${order.version}</p>
        <h2 id="sheet-title" tabindex="-1">${order.title}</h2></div>
      <button class="btn icon plain" type="button" data-close aria-label="Close">${icon('x')}</button>
    </header>
    <div class="sheet-body">
      <p class="line">${stages(order)}</p>
      ${actions(order)}
      ${facts(order)}
      ${shipments(order)}
      ${lines(order)}
      ${history(order)}
    </div>`
}

const button = (order: WireOrder, act: string, label: Markup): Markup =>
  markup`<button class="btn" type="button" data-act="${act}" data-order="${order.id}" data-key="sheet-${act}">${label}</button>`

function actions(order: WireOrder): Markup | null {
  if (order.deleted_at !== null) return null
  const next = nextStep(order)
  const waiting =
    order.status === 'shipped' && order.shipments.some((s) => s.status === 'preparing')
  const canDeliver = waiting && order.shipments.some((s) => s.status === 'in_transit')
  return markup`<div class="actions">
      ${next && markup`<button class="btn primary" type="button" data-act="advance" data-order="${order.id}" data-key="sheet-next">${icon(next.icon)}${next.word}</button>`}
      ${next && !['packing', 'shipped'].includes(order.status) && button(order, 'ship', markup`${icon('truck')}Ship now`)}
      ${next && button(order, 'split', markup`${icon('split')}Split shipment`)}
      ${canDeliver && button(order, 'deliver', markup`${icon('circle-check')}Deliver what left`)}
    </div>
    ${next && order.promised_on !== null && delayForm(order)}
    ${noteForm(order)}
    <div class="actions quiet">
      ${
        next &&
        markup`<button class="btn plain" type="button" data-act="cancel" data-order="${order.id}" data-key="sheet-cancel"
        data-sure="Cancel ${order.number}? The customer sees it as cancelled.">Cancel order</button>`
      }
      <button class="btn plain danger" type="button" data-act="delete" data-order="${order.id}" data-key="sheet-delete"
        data-sure="Delete ${order.number}? It disappears from the customer’s portal.">Delete order</button>
    </div>`
}

const delayForm = (order: WireOrder): Markup =>
  markup`<form class="inline" data-form="delay" data-order="${order.id}">
    <label class="field days"><span>Delay by days</span><input class="input" name="days" type="number" min="-60" max="365" value="3" required></label>
    <label class="field grow"><span>Reason, shown to the customer</span><input class="input" name="reason" maxlength="200" placeholder="Test bench occupied longer than planned"></label>
    <button class="btn" data-key="sheet-delay">${icon('calendar')}Delay</button></form>`

const noteForm = (order: WireOrder): Markup =>
  markup`<form class="inline" data-form="note" data-order="${order.id}">
    <label class="field grow"><span>Note for the customer</span><input class="input" name="text" maxlength="400" required placeholder="Left the Kassel hub, next stop Basel"></label>
    <button class="btn" data-key="sheet-note">${icon('note')}Add note</button></form>`

const fact = (name: string, value: Markup | string | null): Markup | null =>
  value === null ? null : markup`<div><dt>${name}</dt><dd>${value}</dd></div>`

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
