/** What a cursor lets through and what it tells. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createKeyring } from '#db/secrets.ts'
import { newId, type TenantId } from '#workflows/contracts/ids.ts'
import { createCursorCodec } from './cursor.ts'

const key = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`
const ours = newId<TenantId>()
const theirs = newId<TenantId>()

describe('the live cursor', () => {
  const older = key('k1')
  const codec = createCursorCodec(createKeyring(older))

  it('is read back by any process with the same keys', () => {
    expect(createCursorCodec(createKeyring(older)).read(ours, codec.write(ours, 41))).toBe(41)
  })

  it('means nothing for another tenant, another instance, or when it was changed', () => {
    const cursor = codec.write(ours, 41)
    expect(codec.read(theirs, cursor)).toBeNull()
    expect(createCursorCodec(createKeyring(key('k1'))).read(ours, cursor)).toBeNull()
    const flipped = (cursor.startsWith('A') ? 'B' : 'A') + cursor.slice(1)
    expect(codec.read(ours, flipped)).toBeNull()
    for (const junk of ['', '41', 'a'.repeat(48), `${cursor}A`, '💥']) {
      expect(codec.read(ours, junk)).toBeNull()
    }
  })

  it('survives a rotation of the keys', () => {
    const cursor = codec.write(ours, 7)
    expect(createCursorCodec(createKeyring(`${key('k2')},${older}`)).read(ours, cursor)).toBe(7)
  })

  it('shows no order: two cursors of one position differ', () => {
    expect(codec.write(ours, 7)).not.toBe(codec.write(ours, 7))
  })
})
