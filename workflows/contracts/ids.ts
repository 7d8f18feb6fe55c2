/**
 * Branded identifiers: a tenant id can never be passed where a person id is meant.
 * Ids of ours are UUIDv7 (time-ordered, so indexes stay dense); external ids are plain strings.
 */
declare const brand: unique symbol
export type Brand<T, B extends string> = T & { readonly [brand]: B }

export type TenantId = Brand<string, 'TenantId'>
export type PersonId = Brand<string, 'PersonId'>
export type StaffId = Brand<string, 'StaffId'>
export type ConnectionId = Brand<string, 'ConnectionId'>
export type RecordId = Brand<string, 'RecordId'>
export type RunId = Brand<string, 'RunId'>
export type InboxId = Brand<string, 'InboxId'>
export type RoleId = Brand<string, 'RoleId'>
export type InvitationId = Brand<string, 'InvitationId'>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for a lower-case UUID of any version. */
export const isUuid = (text: string): boolean => UUID.test(text)

/**
 * A new UUIDv7 (RFC 9562): 48 bit of Unix milliseconds, then randomness.
 *
 * @param now Unix time in milliseconds
 * @example const id = newId<RecordId>()
 */
export function newId<T extends string>(now: number = Date.now()): T {
  const time = now.toString(16).padStart(12, '0')
  const random = takeRandom()
  const variant = '89ab'[Number.parseInt(random.charAt(3), 16) & 3]
  const [first, second, third] = [time.slice(0, 8), time.slice(8), random.slice(0, 3)]
  return `${first}-${second}-7${third}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}` as T
}

/** Hexadecimal digits that no id has had yet: to ask the system for each id takes longer than all the rest of it. */
let unused = ''

function takeRandom(): string {
  if (unused === '') {
    const bytes = crypto.getRandomValues(new Uint8Array(1_280))
    unused = Array.from(bytes, (byte) => HEX[byte]).join('')
  }
  const digits = unused.slice(0, 20)
  unused = unused.slice(20)
  return digits
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
