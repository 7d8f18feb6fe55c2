/**
 * A payload as staff may see it: structure, ids, amounts and times stay, what is personal or secret is replaced by a
 * word for it. Names of fields decide first, shapes inside free text second. Pure, and never longer than its limit.
 */
import { isPersonal, markForName, markOf, maskText, type Mark } from './words.ts'

export interface MaskedBody {
  /** Indented JSON; text that is no JSON stays as it was written. */
  text: string
  /** Size of the body as it came. */
  bytes: number
  /** The end is missing: it was longer than what is shown. */
  isCut: boolean
  isJson: boolean
}

/** Characters that are shown at most. */
export const MAX_SHOWN = 64 * 1024
const MAX_DEPTH = 40
/** Values may be anything inside these, but a country or an id still tells what is what. */
const KEPT_INSIDE = /^(?:id|object|type|country|country_code|currency)$/

/** Longer than what a double holds exactly: kept as text while the payload is parsed. */
const NUMBER_OR_TEXT = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
const EXACT_DIGITS = 16
const LONG_NUMBER = /"\uE000([^"]*)\uE001"/g

/**
 * @example maskBody('{"id":"ord_1","customer":{"name":"Amara"}}').text // … "name": "••• name" …
 */
export function maskBody(body: string): MaskedBody {
  const bytes = Buffer.byteLength(body)
  const parsed = parse(body)
  const text =
    parsed === undefined
      ? maskPlain(body)
      : JSON.stringify(mask(parsed.value, 0), null, 2).replace(LONG_NUMBER, '$1')
  const isCut = text.length > MAX_SHOWN
  return {
    text: isCut ? text.slice(0, MAX_SHOWN).toWellFormed() : text,
    bytes,
    isCut,
    isJson: parsed !== undefined,
  }
}

function parse(body: string): { value: unknown } | undefined {
  try {
    JSON.parse(body)
    const exact = body.replace(NUMBER_OR_TEXT, (token) =>
      token.startsWith('"') || token.length < EXACT_DIGITS ? token : `"\uE000${token}\uE001"`,
    )
    return { value: JSON.parse(exact) as unknown }
  } catch {
    return undefined
  }
}

function mask(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.startsWith('\uE000') ? value : maskText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return '…'
  if (Array.isArray(value)) return value.map((item) => mask(item, depth + 1))
  const entries = Object.entries(value)
  // HubSpot tells of a changed property as a pair of fields: the one names what the other holds.
  const property = entries.find(([name]) => name === 'propertyName')?.[1] as unknown
  return Object.fromEntries(
    entries.map(([name, inner]: [string, unknown]) => [
      maskText(name),
      name === 'propertyValue' ? maskProperty(property, inner) : maskField(name, inner, depth),
    ]),
  )
}

function maskField(name: string, value: unknown, depth: number): unknown {
  const mark = markForName(name)
  if (isPersonal(name) && typeof value === 'object')
    return maskAll(value, mark ?? 'text', depth + 1)
  if (mark === null) return mask(value, depth + 1)
  return maskAll(value, mark, depth + 1)
}

/** A property whose name says nothing known may still hold something of a person. */
function maskProperty(property: unknown, value: unknown): unknown {
  const mark = typeof property === 'string' ? markForName(property) : null
  return mark === null ? mask(value, 0) : maskAll(value, mark, 0)
}

/** Everything below a field of a person, but for what is empty or says yes or no. */
function maskAll(value: unknown, mark: Mark, depth: number): unknown {
  if (value === null || typeof value === 'boolean' || value === '') return value
  if (typeof value !== 'object') return markOf(mark)
  if (depth > MAX_DEPTH) return '…'
  if (Array.isArray(value)) return value.map((item) => maskAll(item, mark, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [
      maskText(name),
      KEPT_INSIDE.test(name) && mark !== 'secret'
        ? mask(inner, depth + 1)
        : maskAll(inner, markForName(name) ?? mark, depth + 1),
    ]),
  )
}

const QUOTED_PAIR = /("(?<name>[^"\\]{1,80})"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|-?[\d.eE+]+)/g
const FORM_PAIR = /(?<=^|[?&\s])(?<name>[\w.[\]-]{1,80})=(?<value>[^&\s]*)/g

/** No JSON, or not any more: fields are recognised by how they are written, everything else by its shape. */
function maskPlain(body: string): string {
  const head = body.slice(0, 4 * MAX_SHOWN)
  return maskText(
    head
      .replace(QUOTED_PAIR, (whole: string, start: string, name: string) => {
        const mark = markForName(name)
        return mark === null ? whole : `${start}"${markOf(mark)}"`
      })
      .replace(FORM_PAIR, (whole: string, name: string) => {
        const mark = markForName(name)
        return mark === null ? whole : `${name}=${markOf(mark)}`
      }),
  )
}
