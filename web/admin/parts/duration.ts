/** How long something takes or waits, in the one or two units that matter. */
import { consoleText } from '../../languages/console-text.ts'

export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return consoleText('shell.duration.seconds', { n: whole })
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return consoleText('shell.duration.minutes', { n: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return consoleText('shell.duration.days', { count: Math.floor(hours / 24) })
  if (minutes % 60 === 0) return consoleText('shell.duration.hours', { n: hours })
  return consoleText('shell.duration.hoursMinutes', { hours, minutes: minutes % 60 })
}

/** Nothing waits: a word rather than "0 s". */
export const lagText = (seconds: number): string =>
  seconds === 0 ? consoleText('shell.duration.none') : durationText(seconds)

export const secondsBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 1_000
