/** One invoice with everything the desk can do to it; shown in the sheet beside the list. */
import type { Invoice } from '../../stripe/objects/invoice.ts'
import type { Charge } from '../../stripe/objects/payment.ts'
import type { StripeStore } from '../../stripe/store.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { fact, sheetHead } from '../place.ts'
import { dayWords, moneyWords, type Said, timeWords } from '../words.ts'
import { invoiceActions } from './invoice-actions.ts'
import { stateMark } from './invoice-list.ts'
import {
  dateOf,
  dateWords,
  isUnderWay,
  moneyOf,
  numberOf,
  stateOf,
  titleOf,
} from './invoice-words.ts'

const MAX_LINES = 30

export function invoiceSheet(store: StripeStore, invoice: Invoice): Markup {
  const money = moneyOf(store, invoice)
  const said = stateOf(invoice, { underWay: isUnderWay(money), now: new Date() })
  const over = [numberOf(invoice), invoice.customer_name].filter(Boolean).join(', ')
  return markup`${sheetHead({ over, title: titleOf(invoice) })}
    <div class="sheet-body">
      <p class="line">${stateMark(said)}<strong class="num">${moneyWords(invoice.total, invoice.currency)}</strong>${pages(invoice)}</p>
      ${invoiceActions(invoice, money)}
      ${facts(invoice)}
      ${payments(money.charges)}
      ${lines(invoice)}
    </div>`
}

function pages({ hosted_invoice_url: hosted, invoice_pdf: pdf }: Invoice): Markup | null {
  if (hosted === null || pdf === null) return null
  const link = (href: string, name: string, label: string) =>
    markup`<a class="link with-icon" href="${href}" target="_blank" rel="noopener">${icon(name)}${label}</a>`
  return markup`${link(hosted, 'external-link', 'Payment page')}${link(pdf, 'file-text', 'PDF')}`
}

function facts(invoice: Invoice): Markup {
  const { currency, effective_at: issued, due_date: due } = invoice
  const late = dateWords(invoice, new Date())
  const day = (seconds: number) => dayWords(dateOf(seconds))
  const dueWords =
    due === null
      ? null
      : markup`${day(due)} ${late.tone === 'bad' && markup`<span class="meta" data-tone="bad">${late.text}</span>`}`
  return markup`<dl class="facts">
    ${fact('Customer', invoice.customer_name)}
    ${fact('E-mail', invoice.customer_email)}
    ${fact('Issued', issued === null ? 'Not yet' : day(issued))}
    ${fact('Due', dueWords)}
    ${fact('Paid', moneyWords(invoice.amount_paid, currency))}
    ${fact('Still to pay', moneyWords(invoice.amount_remaining, currency))}
    ${fact('Order', invoice.metadata['order'] ?? null)}
    ${fact('Tries to pay', invoice.attempt_count > 0 ? String(invoice.attempt_count) : null)}</dl>`
}

function chargeWords(charge: Charge): Said {
  if (charge.status === 'failed') {
    return { word: charge.failure_message ?? 'Refused', icon: 'circle-x', tone: 'bad' }
  }
  if (charge.status === 'pending') return { word: 'With the bank', icon: 'landmark', tone: 'info' }
  if (charge.amount_refunded > 0) {
    const back = moneyWords(charge.amount_refunded, charge.currency)
    return { word: `${back} given back`, icon: 'undo-2', tone: 'warn' }
  }
  return { word: 'Received', icon: 'circle-check', tone: 'ok' }
}

const METHOD_WORDS: Readonly<Record<string, string>> = {
  card: 'Card',
  sepa_debit: 'SEPA direct debit',
  customer_balance: 'Bank transfer',
}

function payments(charges: readonly Charge[]): Markup | null {
  if (charges.length === 0) return null
  const rows = charges.map((charge) => {
    const { type } = charge.payment_method_details
    return markup`<li><span class="grow">${METHOD_WORDS[type] ?? type}<br>
        <span class="meta">${timeWords(new Date(charge.created * 1000).toISOString())}</span></span>
      <span class="num">${moneyWords(charge.amount, charge.currency)}</span>
      ${stateMark(chargeWords(charge))}</li>`
  })
  return markup`<section class="section"><h3>Payments</h3><ul class="rows">${rows}</ul></section>`
}

function lines(invoice: Invoice): Markup {
  const all = invoice.lines.data
  const rows = all.slice(0, MAX_LINES).map(
    (line) => markup`<tr><td>${line.description}</td><td class="num">${line.quantity_decimal}</td>
      <td class="num">${moneyWords(line.amount, line.currency)}</td></tr>`,
  )
  const tax = invoice.total - invoice.subtotal
  const rest = all.length - MAX_LINES
  return markup`<section class="section"><h3>Lines</h3><table>
    <thead class="sr"><tr><th>What</th><th>Quantity</th><th>Amount</th></tr></thead><tbody>${rows}
    ${tax > 0 && markup`<tr><td class="soft">Tax</td><td></td><td class="num">${moneyWords(tax, invoice.currency)}</td></tr>`}</tbody></table>
    ${rest > 0 && markup`<p class="meta more">and ${rest} more</p>`}</section>`
}
