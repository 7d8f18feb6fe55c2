/** A message as plain text that is safe to show: no control characters, no quoted history, not longer than agreed. */
import { MAX_EMAIL_TEXT } from '#workflows/contracts/engagements.ts'

/** Where the message ends and those before it begin. */
const HISTORY = /^(?:>|-{2,}\s*(?:original message|forwarded message)|on .{4,120} wrote:\s*$)/imu

/** Everything that would not be seen or would turn the text around: controls but line breaks, bidi marks, blanks without width. */
const UNSEEN = /[^\P{C}\n]|[\u2028\u2029]/gu

/**
 * @returns null for a message without a word
 * @example textOf('Hello\r\n\r\n> earlier') // 'Hello'
 */
export function textOf(value: string | null | undefined): string | null {
  const lines = (value ?? '').replace(/\r\n?/g, '\n').replace(UNSEEN, (char) => blankFor(char))
  const start = HISTORY.exec(lines)?.index ?? lines.length
  const own = lines
    .slice(0, start)
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return clipped(own, MAX_EMAIL_TEXT)
}

const blankFor = (char: string): string => (char === '\t' ? ' ' : '')

/** One line of it: a subject, a title, a place. */
export const lineOf = (value: string | null | undefined): string | null =>
  clipped((value ?? '').replace(/\s+/g, ' ').replace(UNSEEN, '').trim(), 300)

/** Whole characters only. */
function clipped(text: string, most: number): string | null {
  if (text === '') return null
  const characters = Array.from(text)
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}
