/**
 * E-mail addresses out of whatever somebody pastes: lines, commas, "Name <address>". Each is normalised once, here,
 * and what is stored, compared and sent to is that one form. Pure, and safe in a browser.
 */

export const ADDRESS_PROBLEMS = [
  'not_an_address',
  'too_long',
  'quoted',
  'control_characters',
  'foreign_letters',
] as const
/** Why a text is no address we can write to. */
export type AddressProblem = (typeof ADDRESS_PROBLEMS)[number]

export type ReadAddress =
  { type: 'address'; email: string } | { type: 'problem'; given: string; problem: AddressProblem }

const MAX_ADDRESS = 320
const MAX_LOCAL = 64
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/
/** Of what is told back; nobody reads more. */
const MAX_GIVEN = 80
/** Pasted text beyond this is not read. */
const MAX_TEXT = 50_000

/**
 * @example readAddress('Ada@Bücher.example.') // { type: 'address', email: 'ada@xn--bcher-kva.example' }
 */
export function readAddress(text: string): ReadAddress {
  const refuse = (problem: AddressProblem): ReadAddress => ({
    type: 'problem',
    given: text.replace(/\p{C}/gu, ' ').slice(0, MAX_GIVEN),
    problem,
  })
  // A line break in an address would begin another header of the mail.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return refuse('control_characters')
  const plain = text
    .trim()
    .normalize('NFC')
    .replace(/^mailto:/i, '')
  if (plain.length > MAX_ADDRESS) return refuse('too_long')
  const at = plain.lastIndexOf('@')
  const local = plain.slice(0, at).toLowerCase()
  if (at < 1) return refuse('not_an_address')
  if (/["\\]/.test(local)) return refuse('quoted')
  if (/[^\x20-\x7e]/.test(local)) return refuse('foreign_letters')
  const domain = asciiDomain(plain.slice(at + 1).replace(/\.$/, ''))
  if (domain === null || !LOCAL.test(local) || local.length > MAX_LOCAL) {
    return refuse('not_an_address')
  }
  const email = `${local}@${domain}`
  return email.length > MAX_ADDRESS ? refuse('too_long') : { type: 'address', email }
}

/** As mail servers know it; null when it is no domain. */
function asciiDomain(domain: string): string | null {
  if (domain === '' || /[\s/@:?#[\]%\\]/.test(domain)) return null
  const host = URL.parse(`http://${domain}`)?.hostname ?? ''
  return DOMAIN.test(host) ? host : null
}

/** Every address of a text once, in its order; what is none comes with the reason. */
export function readAddresses(text: string): ReadAddress[] {
  const seen = new Map<string, ReadAddress>()
  for (const part of partsOf(text.slice(0, MAX_TEXT))) {
    const read = readAddress(part)
    const key = read.type === 'address' ? read.email : `${read.problem} ${read.given}`
    if (!seen.has(key)) seen.set(key, read)
  }
  return [...seen.values()]
}

/** Split at line breaks, commas and semicolons, but not inside a quoted name or angle brackets. */
function partsOf(text: string): string[] {
  const entries = text.match(/(?:"[^"\n]*"|<[^>\n]*>|[^,;\n\r\t])+/g) ?? []
  return entries.flatMap((entry) => {
    const inBrackets = /<([^<>]*)>\s*$/.exec(entry)?.[1]
    if (inBrackets !== undefined) return [inBrackets.trim()]
    const words = entry.trim().split(/\s+/)
    if (words.length > 1 && words.every((word) => word.includes('@'))) return words
    return entry.trim() === '' ? [] : [entry.trim()]
  })
}
