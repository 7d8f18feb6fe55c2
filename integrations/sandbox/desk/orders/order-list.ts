/** The orders of the desk as rows: what it is, how far, by when, and the one thing that comes next. */
import type { WireOrder } from '../../../orders/schema.ts'
import { CUSTOMERS } from '../../demo/customers.ts'
import type { Store } from '../../store.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { hrefOf, nothing, tabs } from '../place.ts'
import { sendButton } from '../send.ts'
import { dayWords } from '../words.ts'
import { advanceOf, dueWords, STATUS_WORDS } from './order-words.ts'

const OPEN = ['new', 'confirmed', 'production', 'packing', 'shipped'] as const

export const SHOWN = {
  open: { label: 'On the move', statuses: OPEN },
  delivered: { label: 'Delivered', statuses: ['delivered'] },
  cancelled: { label: 'Cancelled', statuses: ['cancelled'] },
  deleted: { label: 'Deleted', statuses: ['deleted'] },
  all: { label: 'All orders', statuses: [] },
} as const
export type Shown = keyof typeof SHOWN

export interface View {
  /** '' for every customer. */
  customer: string
  q: string
  show: Shown
}

/** Rows on the page; more is what the search is for. */
const MAX_ROWS = 60

const addressOf = ({ customer, q, show }: View): string =>
  hrefOf('/', { customer, q, show: show === 'open' ? '' : show })

/** How many orders of each customer are on the move; key '' is everybody. */
export function openCounts(store: Store): ReadonlyMap<string, number> {
  const counts = new Map<string, number>([['', 0]])
  for (const { customer, status, count } of store.countByCustomer()) {
    if (!OPEN.some((open) => open === status)) continue
    counts.set(customer, (counts.get(customer) ?? 0) + count)
    counts.set('', (counts.get('') ?? 0) + count)
  }
  return counts
}

export function customerTabs(store: Store, view: View): Markup {
  const counts = openCounts(store)
  const items = [{ id: '', name: 'All customers' }, ...CUSTOMERS].map(({ id, name }) => ({
    href: addressOf({ ...view, customer: id }),
    label: name,
    count: counts.get(id) ?? 0,
    current: id === view.customer,
  }))
  return tabs('Customers', items)
}

/** By date, those without one first; number as a tie-break, so that rows stay where they are. */
const byDate = (a: WireOrder, b: WireOrder): number =>
  (a.promised_on ?? '').localeCompare(b.promised_on ?? '') || a.number.localeCompare(b.number)

export function orderList(store: Store, view: View): Markup {
  const statuses = view.q && view.show === 'open' ? [] : SHOWN[view.show].statuses
  const { customer, q } = view
  const found = store.orders.search({ customer, q, statuses, limit: MAX_ROWS + 1 })
  const orders = found.slice(0, MAX_ROWS)
  if (orders.length === 0) {
    const none = 'Nothing here. Place an order to see it arrive in the portal.'
    return nothing(q, { clear: addressOf({ ...view, q: '' }), none })
  }
  const today = new Date().toISOString().slice(0, 10)
  const sorted = view.show === 'open' && !view.q ? orders.toSorted(byDate) : orders
  const rows = sorted.map((order) => orderRow(order, { today, named: !view.customer }))
  const more =
    found.length > MAX_ROWS &&
    markup`<p class="meta more">The ${MAX_ROWS} latest are shown; search for others.</p>`
  return markup`<ul class="rows orders">${rows}</ul>${more}`
}

function orderRow(order: WireOrder, { today, named }: { today: string; named: boolean }): Markup {
  const due = dueWords(order, today)
  const next = advanceOf(order)
  const place = [named ? order.customer.name : null, order.site].filter(Boolean).join(', ')
  const action = next
    ? sendButton({ ...next, look: 'next', key: `next-${order.id}`, about: order.number })
    : markup`<span class="next"></span>`
  return markup`<li data-row="${order.id}">
    <span class="what"><button class="open clip" type="button" data-open="${order.id}" data-sheet="orders" data-key="open-${order.id}">${order.title}</button>
      <span class="meta clip">${order.number} <span class="soft">${place}</span></span></span>
    <span class="stage">${stages(order)}</span>
    <span class="when">${order.promised_on !== null && dayWords(order.promised_on)}
      <span class="meta" data-tone="${due.tone}">${due.text}</span></span>
    ${action}</li>`
}

export function stages(order: WireOrder): Markup {
  const said = order.deleted_at === null ? STATUS_WORDS[order.status] : DELETED
  const reached = OPEN.findIndex((status) => status === order.status)
  const at = order.status === 'delivered' ? OPEN.length : reached
  const bars = OPEN.map(
    (_, index) => markup`<b class="${index < at ? 'done' : index === at ? 'now' : ''}"></b>`,
  )
  const over = order.status === 'cancelled' || order.deleted_at !== null
  return markup`${!over && markup`<span class="stages" data-tone="${said.tone}" aria-hidden="true">${bars}</span>`}
    <span class="state" data-tone="${said.tone}">${icon(said.icon)}${said.word}</span>`
}

const DELETED = { word: 'Deleted', icon: 'trash', tone: 'idle' } as const
