/** Codes for whoever has lost their second factor: ten, each good once, written so that they survive handwriting. */
import { randomInt } from 'node:crypto'

export const RECOVERY_CODES = 10
/** No vowels (no words), nothing that looks like another letter or figure: 28 characters. */
const ALPHABET = '23456789bcdfghjkmnpqrstvwxyz'
const GROUPS = 4
const GROUP_LENGTH = 5
const CODE_SHAPE = new RegExp(`^[${ALPHABET}]{${GROUPS * GROUP_LENGTH}}$`)

const group = (): string =>
  Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** 96 random bits each: a hash of one needs no salt and no slow function. Shown as four groups. */
export const createRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => Array.from({ length: GROUPS }, group).join('-'))

/** @returns the form that is stored and compared; null when it cannot be one */
export function readRecoveryCode(typed: string): string | null {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, '')
  return CODE_SHAPE.test(plain) ? plain : null
}
