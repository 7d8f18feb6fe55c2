/**
 * Takes secrets and control characters out of anything about to be logged. Names decide first (whatever a
 * field called `token` holds is gone); well-known shapes of secrets are found inside free text as well.
 */
import { SECRET_NAME, SECRET_SHAPES } from '#workflows/contracts/secret-words.ts'

/** What was said to somebody, or sent by them, is not for a log, whatever it is. */
const PRIVATE_NAME = /^(?:(?:raw|mail|request|response)[-_]?)?(?:body|html|text)$/i

/** What only logs must not hold; elsewhere these shapes may be what a person looks for. */
const MORE_SHAPES: readonly [RegExp, string][] = [
  // Links that sign somebody in, and links to files: what the query carries is the key.
  [
    /([?&;#][\w-]*(?:token|code|state|key|signature|sig|credential|secret|ticket|assertion|response|relaystate)=)[^&\s"'<>]+/gi,
    '$1[redacted]',
  ],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*){0,3}/g, 'eyJ[redacted]'],
  [/\bpat-[a-z]{2,3}\d?-[\w-]{8,}/g, 'pat-[redacted]'],
  // 32 random bytes as we write them: sessions, invitations, resets.
  [/(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[A-Za-z0-9_-]{43}(?![\w-])/g, '[redacted]'],
]
/** Digits in groups, as cards are written; the checksum decides. */
const CARD = /(?<![\w.-])[2-6](?:[ -]?\d){12,18}(?![\w.-])/g

const MAX_DEPTH = 6
const MAX_TEXT = 8_192
const MAX_ITEMS = 100
/** Characters of one line at most, whatever it is made of. */
const MAX_LINE = 65_536

// Every control character (0x9b starts a terminal sequence as well as ESC does) and the Unicode line ends.
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/gu

function redactText(value: string): string {
  let text = value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value
  for (const [shape, replacement] of SECRET_SHAPES) text = text.replace(shape, replacement)
  for (const [shape, replacement] of MORE_SHAPES) text = text.replace(shape, replacement)
  text = text.replace(CARD, (found) => (isCardNumber(found) ? '[card]' : found))
  return text.replace(
    CONTROL,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Luhn's checksum. */
function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '')
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return digits.length >= 13 && sum % 10 === 0
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const own = Object.fromEntries(
    Object.entries(error).filter(([key]) => key !== 'cause' && key !== 'name'),
  )
  return {
    type: error.name,
    message: redactText(error.message),
    ...redactObject(own, depth),
    stack: (error.stack ?? '')
      .split('\n')
      .slice(1, 12)
      .map((line) => redactText(line.trim())),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  }
}

function redactObject(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value)
    .slice(0, MAX_ITEMS)
    .map(([name, inner]: [string, unknown]): [string, unknown] =>
      (SECRET_NAME.test(name) || PRIVATE_NAME.test(name)) &&
      inner !== null &&
      typeof inner !== 'boolean'
        ? [name, '[redacted]']
        : [redactText(name), redact(inner, depth + 1)],
    )
  return Object.fromEntries(entries)
}

/**
 * A copy that is safe to log; what is too deep or too long is cut.
 *
 * @example redact({ url: 'postgres://app:s3cret@db/x', token: 'abc' })
 * // { url: 'postgres://app:[redacted]@db/x', token: '[redacted]' }
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return '[deep]'
  if (value instanceof Error) return redactError(value, depth)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return `[${String(value.byteLength)} bytes]`
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1))
  return redactObject(value, depth)
}

/** The same for a whole line: of one that is still too long its short fields stay, and the beginning of the rest. */
export function redactLine(value: unknown): unknown {
  const clean = redact(value)
  if (typeof clean !== 'object' || clean === null) return clean
  const text = JSON.stringify(clean)
  if (text.length <= MAX_LINE) return clean
  const short = Object.entries(clean).filter(([, field]) => JSON.stringify(field).length < 200)
  return { ...Object.fromEntries(short), cut: redactText(text.slice(0, MAX_TEXT)) }
}
