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
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 0xff
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-') as T
}
