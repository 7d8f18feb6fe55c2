/** How the desk says things: states, dates and money in plain words. */
import type { WireHistoryEntry, WireOrder, WireStatus } from '../../orders/schema.ts'

/** Tone is the colour role; icon, word and colour always come together. */
export interface Said {
  word: string
  icon: string
  tone: 'ok' | 'info' | 'warn' | 'bad' | 'idle'
}

export const STATUS_WORDS: Readonly<Record<WireStatus, Said>> = {
  new: { word: 'New', icon: 'inbox', tone: 'info' },
  confirmed: { word: 'Confirmed', icon: 'check', tone: 'info' },
  production: { word: 'In production', icon: 'factory', tone: 'info' },
  packing: { word: 'Packing', icon: 'package', tone: 'info' },
  shipped: { word: 'Shipped', icon: 'truck', tone: 'info' },
  delivered: { word: 'Delivered', icon: 'circle-check', tone: 'ok' },
  cancelled: { word: 'Cancelled', icon: 'circle-x', tone: 'idle' },
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

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
})
const shortFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
})
const timeFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const clockFormat = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })

/** `Thu 26 Nov` */
export const dayWords = (date: string): string =>
  dayFormat.format(new Date(`${date}T00:00:00Z`)).replace(',', '')
export const shortDay = (date: string): string => shortFormat.format(new Date(`${date}T00:00:00Z`))
/** `23 Nov, 09:41` in the zone of this machine. */
export const timeWords = (instant: string): string => timeFormat.format(new Date(instant))
/** `09:41:07` */
export const clockWords = (milliseconds: number): string => clockFormat.format(milliseconds)

export function moneyWords(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency })
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
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
    case 'note':
      return { text: entry.text ?? 'Note', icon: 'note' }
  }
}
