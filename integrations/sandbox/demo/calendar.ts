/** Working days and hours of the Halden works, in UTC. */
import type { Random } from './random.ts'

export const DAY = 86_400_000

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** The same day, or the Monday after it. */
export function workingDay(at: Date): Date {
  const weekday = at.getUTCDay()
  const skip = weekday === 6 ? 2 : weekday === 0 ? 1 : 0
  return new Date(at.getTime() + skip * DAY)
}

/** The same day, or the Friday before it. */
export function workingDayBefore(at: Date): Date {
  const weekday = at.getUTCDay()
  const back = weekday === 6 ? 1 : weekday === 0 ? 2 : 0
  return new Date(at.getTime() - back * DAY)
}

/** That day within working hours, so that history does not read as if made at night. */
export function atWork(at: Date, random: Random): Date {
  const day = workingDay(at)
  day.setUTCHours(
    random.whole(6, 15),
    random.whole(0, 59),
    random.whole(0, 59),
    random.whole(0, 999),
  )
  return day
}

export const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY)
