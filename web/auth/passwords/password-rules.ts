/**
 * What a new password has to be. Length is the rule; what everybody tries first is refused, and so is what anybody
 * knows of the person. Nothing is trimmed or cut: what is typed is what is hashed.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'

export const MIN_PASSWORD = 8
export const MAX_PASSWORD = 128

export type PasswordFault = 'too_short' | 'too_long' | 'common' | 'personal'

export interface PasswordOwner {
  name: string
  email: string
}

/** The 3,000 most used ones of at least eight characters, from the breach lists of zxcvbn-ts (MIT). */
let common: ReadonlySet<string> | undefined
const commonOnes = (): ReadonlySet<string> =>
  (common ??= new Set(
    readFileSync(path.join(import.meta.dirname, 'common-passwords.txt'), 'utf8')
      .trim()
      .split('\n'),
  ))

/** Shorter parts occur in everything. */
const MIN_PART = 4

const partsOf = ({ name, email }: PasswordOwner): string[] =>
  [...name.split(/[\s,'’-]+/), ...email.split(/[@.+_-]+/), email]
    .map((part) => part.toLowerCase())
    .filter((part) => part.length >= MIN_PART)

/** Figures and signs around a word make it no other word. */
const coreOf = (text: string): string => text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')

/** @returns null when it may be used; characters are counted as people see them, not as bytes */
export function findPasswordFault(password: string, owner: PasswordOwner): PasswordFault | null {
  const length = Array.from(password.normalize('NFC')).length
  if (length < MIN_PASSWORD) return 'too_short'
  if (password.length > MAX_PASSWORD) return 'too_long'
  const plain = password.toLowerCase()
  if (commonOnes().has(plain) || new Set(plain).size === 1) return 'common'
  const isPersonal = partsOf(owner).some((part) => part === plain || part === coreOf(plain))
  return isPersonal ? 'personal' : null
}
