/** Addresses, ids and header lines of mails. What passes here cannot start a header of its own. */
import { AppError } from '#workflows/contracts/errors.ts'

/** One plain address: no list, comment, quote, white space or control character, and so no line end. */
const ADDRESS = /^[^\s\p{Cc}@<>()[\]\\,;:"]{1,64}@[^\s\p{Cc}@<>()[\]\\,;:"]{1,190}$/u
const MESSAGE_ID = /^<[\w.!#$%&'*+/=?^`{|}~-]{1,200}@[\w.-]{1,200}>$/
const MAX_SUBJECT = 500

export interface Mailbox {
  name: string
  address: string
}

export const isMailAddress = (text: string): boolean => ADDRESS.test(text)

/** Words of any origin as one line: control characters and line ends, Unicode's included, become blanks. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, MAX_SUBJECT)

/**
 * `Halden Steam <portal@halden.example>` or a bare address.
 *
 * @throws AppError `config`
 */
export function parseMailbox(text: string): Mailbox {
  const named = /^([^<>]*)<([^<>]+)>$/.exec(text.trim())
  const address = (named?.[2] ?? text).trim()
  const name = oneLine(named?.[1] ?? '').replace(/^"(.*)"$/, '$1')
  if (isMailAddress(address)) return { name, address }
  throw new AppError('config', 'The sender of mails must be an address, or a name and <address>.')
}

/** @throws AppError `invalid_input`: ids are made by us, so another form is a mistake of ours */
export function requireMessageId(id: string): string {
  if (MESSAGE_ID.test(id)) return id
  throw new AppError('invalid_input', 'A Message-ID looks like <something@host>.')
}
