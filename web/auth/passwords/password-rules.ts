/** What a new password has to be. Length is the rule; nothing is trimmed or cut. */

export const MIN_PASSWORD = 8
export const MAX_PASSWORD = 128

export type PasswordFault = 'too_short' | 'too_long' | 'common' | 'personal'

export interface PasswordOwner {
  name: string
  email: string
}

/** @returns null when it may be used; characters are counted as people see them, not as bytes */
export function findPasswordFault(
  password: string,
  { email }: PasswordOwner,
): PasswordFault | null {
  const length = Array.from(password.normalize('NFC')).length
  if (length < MIN_PASSWORD) return 'too_short'
  if (password.length > MAX_PASSWORD) return 'too_long'
  return password.toLowerCase() === email ? 'personal' : null
}
