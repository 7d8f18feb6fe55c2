/** Arithmetic on calendar dates (`YYYY-MM-DD`): plain text in, plain text or whole days out, no zones. */
const DAY_MS = 86_400_000

/** Midnight UTC of a calendar date, which is how such dates are counted and formatted. */
export const atMidnight = (date: string): Date => new Date(`${date}T00:00:00Z`)

/** Whole days from one date to another; negative when `to` lies before `from`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((atMidnight(to).getTime() - atMidnight(from).getTime()) / DAY_MS)

export const addDays = (date: string, days: number): string =>
  new Date(atMidnight(date).getTime() + days * DAY_MS).toISOString().slice(0, 10)

/** Making an Intl format costs a thousand times what using it does, so each zone's is made once. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** The calendar date of an instant in a zone. */
export function dateIn(timeZone: string, instant: Date): string {
  // The Swedish locale writes ISO dates.
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  formats.set(timeZone, format)
  return format.format(instant)
}
