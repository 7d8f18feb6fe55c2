/** The invoices of the desk as rows: what for, how it stands, how much by when, and the one thing that comes next. */
import type { Invoice, InvoiceStatus } from '../../stripe/objects/invoice.ts'
import type { StripeStore } from '../../stripe/store.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { hrefOf, nothing, type Tab, tabs } from '../place.ts'
import { sendButton } from '../send.ts'
import { moneyWords, type Said } from '../words.ts'
import { nextOf } from './invoice-actions.ts'
import { dateWords, isUnderWay, moneyOf, numberOf, stateOf, titleOf } from './invoice-words.ts'

export const SHOWN = {
  due: { label: 'To be paid', statuses: ['draft', 'open'] },
  paid: { label: 'Paid', statuses: ['paid'] },
  off: { label: 'Void and written off', statuses: ['void', 'uncollectible'] },
  all: { label: 'All invoices', statuses: [] },
} as const satisfies Record<string, { label: string; statuses: readonly InvoiceStatus[] }>

export interface View {
  /** '' for every customer. */
  customer: string
  q: string
  show: keyof typeof SHOWN
}

/** Rows on the page; more is what the search is for. */
const MAX_ROWS = 60
/** Among so many, newest first, is searched. */
const REACH = 5_000
const MAX_TABS = 12

const addressOf = ({ customer, q, show }: View): string =>
  hrefOf('/billing', { customer, q, show: show === 'due' ? '' : show })

const unpaid = (store: StripeStore, customer?: string): number =>
  store.list('invoice', { customer, states: SHOWN.due.statuses, limit: REACH }).length

export function customerTabs(store: StripeStore, view: View): Markup {
  const customers = store.list('customer', { limit: MAX_TABS }).toReversed()
  const tab = (id: string, label: string): Tab => ({
    href: addressOf({ ...view, customer: id }),
    label,
    count: unpaid(store, id || undefined),
    current: id === view.customer,
  })
  const own = customers.map(({ id, name }) => tab(id, name ?? 'Nameless'))
  return tabs('Customers', [tab('', 'All customers'), ...own])
}

/** By due date, and drafts below: what is most urgent stands above. */
const urgency = ({ due_date: due }: Invoice): number => due ?? Number.MAX_SAFE_INTEGER
const byUrgency = (a: Invoice, b: Invoice): number => urgency(a) - urgency(b)

const searchText = (invoice: Invoice): string =>
  [
    numberOf(invoice),
    titleOf(invoice),
    invoice.customer_name,
    invoice.metadata['order'],
    invoice.id,
  ]
    .join(' ')
    .toLowerCase()

export function invoiceList(store: StripeStore, view: View): Markup {
  const { customer, q, show } = view
  const states = q && show === 'due' ? [] : SHOWN[show].statuses
  const found = store
    .list('invoice', { customer: customer || undefined, states, limit: REACH })
    .filter((invoice) => searchText(invoice).includes(q.toLowerCase()))
  if (found.length === 0) {
    const none = 'Nothing here. Make an invoice to see it arrive in the portal.'
    return nothing(q, { clear: addressOf({ ...view, q: '' }), none })
  }
  const sorted = show === 'due' && !q ? found.toSorted(byUrgency) : found
  const now = new Date()
  const rows = sorted
    .slice(0, MAX_ROWS)
    .map((invoice) => invoiceRow(store, invoice, { now, named: !customer }))
  const more =
    found.length > MAX_ROWS &&
    markup`<p class="meta more">${MAX_ROWS} of ${found.length} are shown; search for others.</p>`
  return markup`<ul class="rows orders invoices">${rows}</ul>${more}`
}

function invoiceRow(
  store: StripeStore,
  invoice: Invoice,
  { now, named }: { now: Date; named: boolean },
): Markup {
  const { id } = invoice
  const underWay = invoice.status === 'open' && isUnderWay(moneyOf(store, invoice))
  const date = dateWords(invoice, now)
  const next = nextOf(invoice, underWay)
  return markup`<li data-row="${id}">
    <span class="what"><button class="open clip" type="button" data-open="${id}" data-sheet="invoices" data-key="open-${id}">${titleOf(invoice)}</button>
      <span class="meta clip">${invoice.number} <span class="soft">${named && invoice.customer_name}</span></span></span>
    <span class="stage">${stateMark(stateOf(invoice, { underWay, now }))}</span>
    <span class="when"><span class="num">${moneyWords(invoice.total, invoice.currency)}</span>
      <span class="meta" data-tone="${date.tone}">${date.text}</span></span>
    ${next ? sendButton({ ...next, look: 'next', key: `next-${id}`, about: numberOf(invoice) }) : markup`<span class="next"></span>`}</li>`
}

export const stateMark = ({ word, icon: name, tone }: Said): Markup =>
  markup`<span class="state" data-tone="${tone}">${icon(name)}${word}</span>`
