/** How the desk says things of every system: dates and money in plain words, states with icon and tone. */

/** Tone is the colour role; icon, word and colour always come together. */
export interface Said {
  word: string
  icon: string
  tone: 'ok' | 'info' | 'warn' | 'bad' | 'idle'
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
const yearFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})

/** When something changed last, from Unix milliseconds: with its time, or with its year when that is another. */
export function changedWords(at: number, now = new Date()): string {
  const date = new Date(at)
  return date.getFullYear() === now.getFullYear()
    ? timeFormat.format(date)
    : yearFormat.format(date)
}
/** `09:41:07` */
export const clockWords = (milliseconds: number): string => clockFormat.format(milliseconds)

export function moneyWords(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency })
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}
