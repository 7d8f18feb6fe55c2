/** Which fields of an upstream's payload hold something of a person, and which shapes give one away in free text. */
import { SECRET_NAME, SECRET_SHAPES } from '#workflows/contracts/secret-words.ts'

/** What stands in place of a value: enough to understand the payload, nothing of what it held. */
export type Mark =
  'name' | 'e-mail' | 'phone' | 'address' | 'birth date' | 'text' | 'secret' | 'tax id'

export const markOf = (mark: Mark): string => `••• ${mark}`

/** Names are compared in one form, however a source writes them: `firstName`, `first-name`, `FIRST_NAME`. */
export const plainName = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .toLowerCase()

const ANY_PART = (words: string): RegExp => new RegExp(`(?:^|_)(?:${words})(?:_|$)`)

const BY_NAME: readonly [RegExp, Mark][] = [
  [ANY_PART('e_?mails?|mailbox'), 'e-mail'],
  [ANY_PART('phones?|mobile|cell|fax|telephone|tel|msisdn|whatsapp'), 'phone'],
  [ANY_PART('birth|birthday|birthdate|dob|date_of_birth'), 'birth date'],
  [
    ANY_PART('tax_ids?|vat|vat_id|ssn|iban|bic|account_number|routing_number|last4|fingerprint'),
    'tax id',
  ],
  [
    ANY_PART(
      'address|addr|street|line1|line2|line_1|line_2|house_number|city|town|postal|postal_code|postcode|zip|zip_?code|latitude|longitude|ip|ip_address',
    ),
    'address',
  ],
  [ANY_PART('notes?|comments?|message|memo|remarks?|free_text'), 'text'],
  [
    ANY_PART(
      'names?|firstname|lastname|surname|fullname|nickname|salutation|placed_by|ordered_by|contact_person|attn|attention|author|signatory|cardholder',
    ),
    'name',
  ],
]

/** Names that end like one of a person's and are the vocabulary of an API. */
const NO_PERSON =
  /^(?:event|property|object|file|product|plan|currency|status|stage|pipeline|field|type|site|carrier|portal)_names?$/

/** How the value of a field is masked; null: it is no field of a person. */
export function markForName(name: string): Mark | null {
  const plain = plainName(name)
  if (SECRET_NAME.test(name) || SECRET_NAME.test(plain)) return 'secret'
  if (NO_PERSON.test(plain)) return null
  return BY_NAME.find(([pattern]) => pattern.test(plain))?.[1] ?? null
}

/** Fields whose whole content belongs to a person, whatever the names inside are. */
export const isPersonal = (name: string): boolean =>
  ANY_PART('address|billing_details|shipping_details|recipient|card|owner_details').test(
    plainName(name),
  )

const SHAPES: readonly [RegExp, string][] = [
  ...SECRET_SHAPES,
  // A signed token: three base64url parts.
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, markOf('secret')],
  // Of a link only the host: what follows often opens the thing without signing in.
  [/\b(https?:\/\/[^\s/?#"'<>]+)[/?#][^\s"'<>]*/gi, '$1/•••'],
  [/[^\s@"'<>(),:;=&]+@[^\s@"'<>(),:;=&]+\.[^\s@"'<>(),:;=&.]+/g, markOf('e-mail')],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b/g, markOf('tax id')],
  // International, or national with separators: an id or an amount has neither.
  [/(?<![\w.+-])\+\d[\d\s()./-]{6,18}\d(?![\w-])/g, markOf('phone')],
  [/(?<![\w.-])\(?0\d{1,4}\)?[\s/-]\d{2,}[\d\s/-]{2,14}\d(?![\w.-])/g, markOf('phone')],
]

/** Free text with every shape that gives somebody away taken out. */
export function maskText(text: string): string {
  let masked = text
  for (const [shape, replacement] of SHAPES) masked = masked.replace(shape, replacement)
  return masked
}
