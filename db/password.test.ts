/** Passwords are kept as Argon2id, and an unknown account costs the same work. */
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

test('the right password verifies against its Argon2id hash, a wrong one does not', async () => {
  const stored = await hashPassword('correct horse')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=32768,t=3,p=1\$/)
  expect(await verifyPassword(stored, 'correct horse')).toBe(true)
  expect(await verifyPassword(stored, 'correct  horse')).toBe(false)
})

test('nothing is cut off: the 100th character of a password counts', async () => {
  const stored = await hashPassword('a'.repeat(100))
  expect(await verifyPassword(stored, `${'a'.repeat(99)}b`)).toBe(false)
})

test('an account without a hash is never right', async () => {
  expect(await verifyPassword(null, '')).toBe(false)
  expect(await verifyPassword(null, 'anything')).toBe(false)
})
