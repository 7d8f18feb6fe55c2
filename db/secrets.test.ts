/** Sealed secrets open in their own place under a known key, and nowhere else. */
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createKeyring, rewrap, seal, unseal } from './secrets.ts'

const entry = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`
const k1 = entry('k1')
const k2 = entry('k2')
const keyring = createKeyring(k1)
const at = { owner: '0190-a', field: 'credentials' }
const PLAIN = '{"token":"planted-secret-é"}'

test('a sealed text opens in its place, and hides its content', () => {
  const sealed = seal(keyring, at, PLAIN)
  expect(unseal(keyring, at, sealed)).toBe(PLAIN)
  expect(sealed).not.toContain('planted')
  expect(seal(keyring, at, PLAIN)).not.toBe(sealed)
})

test('a text moved to another row or field does not open', () => {
  const sealed = seal(keyring, at, PLAIN)
  expect(() => unseal(keyring, { ...at, owner: '0190-b' }, sealed)).toThrow(
    'another owner or field',
  )
  expect(() => unseal(keyring, { ...at, field: 'other' }, sealed)).toThrow('another owner or field')
})

test('every flipped byte is noticed', () => {
  const parts = seal(keyring, at, PLAIN).split('.')
  for (const part of [2, 3]) {
    const bytes = Buffer.from(parts[part] ?? '', 'base64url')
    for (let i = 0; i < bytes.length; i++) {
      const flipped = Buffer.from(bytes)
      flipped[i] = (flipped[i] ?? 0) ^ 1
      const text = parts.with(part, flipped.toString('base64url')).join('.')
      expect(() => unseal(keyring, at, text)).toThrow('was altered')
    }
  }
})

test('a key that is gone is named, and nothing secret with it', () => {
  const sealed = seal(keyring, at, PLAIN)
  const refusal = (): string => unseal(createKeyring(k2), at, sealed)
  expect(refusal).toThrow('needs the key "k1"')
  expect(refusal).not.toThrow(sealed.slice(6, 20))
})

test.each(['', 'v1', 'v1.k1.a.b', 'v2.k1.a.b', 'plain text'])('"%s" is refused clearly', (text) => {
  expect(() => unseal(keyring, at, text)).toThrow(/secret "credentials" of 0190-a/)
})

test('rotation: the new key seals, both open, and a re-wrapped text needs the new one only', () => {
  const old = seal(keyring, at, PLAIN)
  const both = createKeyring(`${k2}, ${k1}`)
  expect(unseal(both, at, old)).toBe(PLAIN)
  const moved = rewrap(both, at, old)
  expect(unseal(createKeyring(k2), at, moved)).toBe(PLAIN)
  expect(rewrap(both, at, moved)).toBe(moved)
  // The body stays as it was: only the wrapping changes.
  expect(moved.split('.')[3]).toBe(old.split('.')[3])
})

test.each([['k1:short'], ['k1'], [''], [`${k1},${k1}`], [`${k1},k2:${'x'.repeat(43)}!`]])(
  'a faulty list of keys is refused without its content',
  (text) => {
    const refusal = (): unknown => createKeyring(text)
    expect(refusal).toThrow(/ENCRYPTION_KEYS: entry \d/)
    expect(refusal).not.toThrow(k1.slice(3))
  },
)
