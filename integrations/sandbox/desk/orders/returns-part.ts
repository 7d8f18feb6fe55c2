/** What goes back of an order, each with its next step, and the form that asks for one. */
import type { WireOrder, WireReturn } from '../../../orders/schema.ts'
import { nextOfReturn, returnable } from '../../orders/returns.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { choice, field, sendButton, sendForm } from '../send.ts'
import { dayWords, type Said } from '../words.ts'

const WORDS: Readonly<Record<string, Said>> = {
  requested: { word: 'Asked for', icon: 'inbox', tone: 'warn' },
  approved: { word: 'Approved', icon: 'check', tone: 'info' },
  in_transit: { word: 'On its way', icon: 'truck', tone: 'info' },
  received: { word: 'Received', icon: 'package', tone: 'info' },
  closed: { word: 'Closed', icon: 'circle-check', tone: 'ok' },
  refused: { word: 'Refused', icon: 'circle-x', tone: 'idle' },
}

const STEPS = {
  approved: { label: 'Approve', icon: 'check' },
  in_transit: { label: 'Pick up', icon: 'truck' },
  received: { label: 'Receive', icon: 'package' },
  closed: { label: 'Close', icon: 'circle-check' },
} as const

/** One line of the order, whatever it is called. */
const nameOf = (order: WireOrder, position: number): string =>
  order.lines.find((line) => line.position === position)?.description ?? `Line ${position}`

export function returnsPart(order: WireOrder): Markup | null {
  const returns = order.returns ?? []
  if (returns.length === 0) return null
  const rows = returns.map((goods) => {
    const said = WORDS[goods.status] ?? { word: goods.status, icon: 'undo-2', tone: 'idle' }
    const contents = goods.items.map(({ line, quantity }) => `${quantity} × ${nameOf(order, line)}`)
    const way = [goods.carrier, goods.tracking_number].filter(Boolean).join(', ')
    return markup`<li class="stepped"><span class="grow">${goods.number}${way !== '' && `, ${way}`}<br>
        <span class="meta">${contents.join('; ')}<br>${goods.reason !== null && `${goods.reason} `}Asked for ${dayWords(goods.requested_at.slice(0, 10))}${
          goods.credit_note_number !== null && `, credit note ${goods.credit_note_number}`
        }</span></span>
      <span class="state" data-tone="${said.tone}">${icon(said.icon)}${said.word}</span>
      ${order.deleted_at === null && steps(order, goods)}</li>`
  })
  return markup`<section class="section"><h3>Returns</h3><ul class="rows">${rows}</ul></section>`
}

function steps(order: WireOrder, goods: WireReturn): Markup | null {
  const next = nextOfReturn(goods.status)
  if (next === null) return null
  const { number } = goods
  const call = (action: string) => `POST /orders/${order.id}/${action}`
  const step = STEPS[next]
  const key = `return-${number}`
  const said = `${number} has moved on.`
  return markup`<div class="actions steps">${
    next === 'closed'
      ? sendForm({
          call: call('advance-return'),
          said,
          fields: markup`<input type="hidden" name="number" value="${number}">${field({ name: 'creditNote', label: 'Credit note, where there is one', hint: 'CN-17042-1' })}`,
          button: markup`<button class="btn" data-key="${key}" aria-label="${step.label}: ${number}">${icon(step.icon)}${step.label}</button>`,
        })
      : sendButton({
          ...step,
          call: call('advance-return'),
          said,
          key,
          about: number,
          body: { number },
        })
  }${sendButton({ label: 'Refuse', look: 'plain', call: call('refuse-return'), said: `${number} is refused.`, key: `refuse-${number}`, about: number, body: { number } })}</div>`
}

/** Of a delivered order that something is left of. */
export function returnForm(order: WireOrder): Markup | null {
  if (order.status !== 'delivered') return null
  const left = returnable(order)
  if (left.length === 0) return null
  const lines = left.map(({ line, quantity }) => ({
    id: String(line),
    label: `${nameOf(order, line)}, at most ${quantity}`,
  }))
  return sendForm({
    call: `POST /orders/${order.id}/return`,
    said: 'A return of {order.number} is asked for.',
    look: 'stack',
    fields: markup`${choice({ name: 'line', label: 'What goes back', chosen: '', options: [{ id: '', label: 'Everything' }, ...lines] })}
      <div class="inline">${field({ name: 'quantity', label: 'How many', look: 'days', hint: 'all' })}
      ${field({ name: 'reason', label: 'Why, in the customer’s words', hint: 'Wrong size ordered' })}
      <button class="btn" data-key="sheet-return">${icon('undo-2')}Ask for a return</button></div>`,
    button: markup``,
  })
}
