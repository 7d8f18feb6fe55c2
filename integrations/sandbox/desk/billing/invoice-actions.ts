/** What the desk can do with an invoice in its state: the one next thing, and everything else. */
import type { InvoiceAction } from '../../stripe/control-actions.ts'
import type { Invoice } from '../../stripe/objects/invoice.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { field, type SendButton, sendButton, sendForm } from '../send.ts'
import { moneyWords } from '../words.ts'
import { isUnderWay, type Money, numberOf, refundable, titleOf } from './invoice-words.ts'

type Next = Pick<SendButton, 'call' | 'said' | 'label' | 'icon'>

const callOf = ({ id }: Invoice, action: InvoiceAction): string =>
  `POST /stripe/invoices/${id}/${action}`

const NUMBER = '{invoice.number}'

export function nextOf(invoice: Invoice, underWay: boolean): Next | null {
  const next = (action: InvoiceAction, label: string, rest: Pick<Next, 'icon' | 'said'>) => ({
    call: callOf(invoice, action),
    label,
    ...rest,
  })
  if (invoice.status === 'draft') {
    return next('finalize', 'Finalize', { icon: 'check', said: `${NUMBER} is open now.` })
  }
  if (invoice.status !== 'open') return null
  return underWay
    ? next('settle', 'Bank says yes', { icon: 'landmark', said: `${NUMBER} is paid.` })
    : next('pay', 'Pay', { icon: 'credit-card', said: `${NUMBER} is paid.` })
}

interface Further {
  action: InvoiceAction
  label: string
  icon: string
  said: string
}

const WHILE_OPEN: readonly Further[] = [
  {
    action: 'fail',
    label: 'Fail a payment',
    icon: 'circle-x',
    said: `A card was refused for ${NUMBER}.`,
  },
  {
    action: 'start',
    label: 'Pay by bank',
    icon: 'landmark',
    said: `${NUMBER} is with the bank now.`,
  },
  {
    action: 'pay_elsewhere',
    label: 'Paid elsewhere',
    icon: 'check',
    said: `${NUMBER} is paid, not through Stripe.`,
  },
]

export function invoiceActions(invoice: Invoice, money: Money): Markup {
  const underWay = isUnderWay(money)
  const next = nextOf(invoice, underWay)
  const further = invoice.status === 'open' && !underWay ? WHILE_OPEN : []
  const buttons = further.map(({ action, ...rest }) =>
    sendButton({ ...rest, call: callOf(invoice, action), key: `sheet-${action}` }),
  )
  return markup`<div class="actions">
      ${next && sendButton({ ...next, look: 'primary', key: 'sheet-next' })}${buttons}</div>
    ${refundForm(invoice, money)}
    ${wordingForm(invoice)}
    <div class="actions quiet">${endings(invoice, underWay)}</div>`
}

function endings(invoice: Invoice, underWay: boolean): Markup[] {
  const name = numberOf(invoice)
  const ending = (action: InvoiceAction, rest: Omit<SendButton, 'call' | 'key'>) =>
    sendButton({ look: 'plain', ...rest, call: callOf(invoice, action), key: `sheet-${action}` })
  if (invoice.status === 'draft') {
    const sure = 'Delete this draft? Nobody outside has seen it.'
    const said = 'The draft is deleted.'
    return [
      ending('delete', { label: 'Delete draft', look: 'plain danger', said, sure, closes: true }),
    ]
  }
  const isOpen = invoice.status === 'open' && !underWay
  return [
    ...(isOpen
      ? [
          ending('uncollectible', {
            label: 'Write off',
            said: `${NUMBER} is written off.`,
            sure: `Write ${name} off? The customer still owes it.`,
          }),
        ]
      : []),
    ...(isOpen || invoice.status === 'uncollectible'
      ? [
          ending('void', {
            label: 'Void',
            look: 'plain danger',
            said: `${NUMBER} is void.`,
            sure: `Void ${name}? It can never be paid then.`,
          }),
        ]
      : []),
  ]
}

function refundForm(invoice: Invoice, money: Money): Markup | null {
  const left = refundable(money)
  if (invoice.status !== 'paid' || left <= 0) return null
  const most = moneyWords(left, invoice.currency)
  return sendForm({
    call: callOf(invoice, 'refund'),
    said: `Money of ${NUMBER} was given back.`,
    fields: field({
      name: 'amount',
      label: `Give back, of ${most}`,
      type: 'minor',
      hint: 'All of it',
    }),
    button: markup`<button class="btn" data-key="sheet-refund">${icon('undo-2')}Refund</button>`,
  })
}

const wordingForm = (invoice: Invoice): Markup =>
  sendForm({
    call: callOf(invoice, 'update'),
    said: 'The wording is changed.',
    empty: 'null',
    fields: field({ name: 'description', label: 'Wording', value: titleOf(invoice) }),
    button: markup`<button class="btn" data-key="sheet-wording">${icon('pencil')}Reword</button>`,
  })
