/** How the desk says things of orders: states, dates and history in plain words. */
import type { WireHistoryEntry, WireOrder, WireStatus } from '../../../orders/schema.ts'
import type { SendButton } from '../send.ts'
import { type Said, shortDay } from '../words.ts'

export const STATUS_WORDS: Readonly<Record<WireStatus, Said>> = {
  new: { word: 'New', icon: 'inbox', tone: 'info' },
  confirmed: { word: 'Confirmed', icon: 'check', tone: 'info' },
  production: { word: 'In production', icon: 'factory', tone: 'info' },
  packing: { word: 'Packing', icon: 'package', tone: 'info' },
  shipped: { word: 'Shipped', icon: 'truck', tone: 'info' },
  delivered: { word: 'Delivered', icon: 'circle-check', tone: 'ok' },
  cancelled: { word: 'Cancelled', icon: 'circle-x', tone: 'idle' },
}

/** The button that takes an order one step further; null when nothing comes next. */
export function advanceOf(
  order: WireOrder,
): Pick<SendButton, 'call' | 'said' | 'label' | 'icon'> | null {
  const next = order.deleted_at === null ? nextStep(order) : null
  if (!next) return null
  const said = '{order.number} is now {order.status}.'
  return { call: `POST /orders/${order.id}/advance`, said, label: next.word, icon: next.icon }
}

/** What `advance` will do, as the label of its button; null when nothing comes next. */
export function nextStep(order: WireOrder): Pick<Said, 'word' | 'icon'> | null {
  switch (order.status) {
    case 'new':
      return { word: 'Confirm', icon: 'check' }
    case 'confirmed':
      return { word: 'Start production', icon: 'factory' }
    case 'production':
      return { word: 'Pack', icon: 'package' }
    case 'packing':
      return { word: 'Ship', icon: 'truck' }
    case 'shipped':
      return order.shipments.some((shipment) => shipment.status === 'preparing')
        ? { word: 'Ship the rest', icon: 'truck' }
        : { word: 'Deliver', icon: 'circle-check' }
    default:
      return null
  }
}

/** How the date stands: moved, overdue or on time. */
export function dueWords(order: WireOrder, today: string): { text: string; tone: Said['tone'] } {
  const { promised_on: due, first_promised_on: first, status } = order
  if (due === null) return { text: 'no date yet', tone: 'idle' }
  if (status === 'delivered' || status === 'cancelled') return { text: '', tone: 'idle' }
  if (due < today) {
    const days = Math.round((Date.parse(today) - Date.parse(due)) / 86_400_000)
    return { text: `${days} ${days === 1 ? 'day' : 'days'} overdue`, tone: 'bad' }
  }
  return first !== null && first !== due
    ? { text: `was ${shortDay(first)}`, tone: 'warn' }
    : { text: 'on time', tone: 'idle' }
}

/** One entry of the history as a sentence, and its icon. */
export function historyWords(entry: WireHistoryEntry): { text: string; icon: string } {
  switch (entry.type) {
    case 'status':
      return { text: STATUS_WORDS[entry.status].word, icon: STATUS_WORDS[entry.status].icon }
    case 'delivery_date': {
      const from = entry.from === null ? 'open' : shortDay(entry.from)
      return {
        text: `Delivery moved from ${from} to ${entry.to === null ? 'open' : shortDay(entry.to)}`,
        icon: 'calendar',
      }
    }
    case 'shipment':
      return { text: entry.text ?? 'Shipment changed', icon: 'truck' }
    case 'return':
      return { text: `${entry.return_number}: ${entry.text ?? 'changed'}`, icon: 'undo-2' }
    case 'note':
      return { text: entry.text ?? 'Note', icon: 'note' }
  }
}
