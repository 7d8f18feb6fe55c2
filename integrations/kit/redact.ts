/**
 * Takes secrets and control characters out of anything about to be logged. Names decide first (whatever a
 * field called `token` holds is gone); well-known shapes of secrets are found inside free text as well.
 */
import { SECRET_NAME, SECRET_SHAPES } from '#workflows/contracts/secret-words.ts'

const MAX_DEPTH = 6
const MAX_TEXT = 8_192
const MAX_ITEMS = 100

// Every control character (0x9b starts a terminal sequence as well as ESC does) and the Unicode line ends.
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/gu

function redactText(value: string): string {
  let text = value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value
  for (const [shape, replacement] of SECRET_SHAPES) text = text.replace(shape, replacement)
  return text.replace(
    CONTROL,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
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
      SECRET_NAME.test(name) && inner !== null && typeof inner !== 'boolean'
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
