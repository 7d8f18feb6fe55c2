/** Days of the calendar as a list is filtered by them: inclusive, and in the zone of whoever asks. */
import { sql, type RawBuilder } from 'kysely'
import { AppError } from '#workflows/contracts/errors.ts'

export interface Days {
  /** `YYYY-MM-DD`; null: open on this side. */
  from: string | null
  to: string | null
  /** IANA zone of the member. */
  timeZone: string
}

/**
 * Conditions on an instant; none when both sides are open.
 *
 * @throws AppError `invalid_input` for a date or zone that does not exist
 */
export function withinDays(instant: RawBuilder<unknown>, days: Days): RawBuilder<boolean>[] {
  if (days.from === null && days.to === null) return []
  const zone = requireZone(days.timeZone)
  const conditions: RawBuilder<boolean>[] = []
  if (days.from !== null) {
    conditions.push(
      sql`${instant} >= ${requireDate(days.from)}::date::timestamp at time zone ${zone}`,
    )
  }
  if (days.to !== null) {
    conditions.push(
      sql`${instant} < (${requireDate(days.to)}::date + 1)::timestamp at time zone ${zone}`,
    )
  }
  return conditions
}

/** True for a day of the calendar in the years 1000 to 9999; `2026-02-30` is none. */
export function isCalendarDate(text: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

function requireDate(text: string): string {
  if (!isCalendarDate(text)) throw new AppError('invalid_input', 'This date does not exist.')
  return text
}

function requireZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    throw new AppError('invalid_input', 'This time zone does not exist.')
  }
}
