/** K11: eight to 128 characters, nothing cut and nothing trimmed, none that everybody or a colleague would try. */
import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from '#db/password.ts'
import { findPasswordFault } from './password-rules.ts'

const owner = { name: 'Amara Osei-Brandt', email: 'amara.osei@northgate.test' }
const faultOf = (password: string) => findPasswordFault(password, owner)

describe('a new password', () => {
  it('has eight to 128 characters, whichever they are', () => {
    expect(faultOf('k3!vQ zp')).toBeNull()
    expect(faultOf('k3!vQ z')).toBe('too_short')
    expect(faultOf('🔑🚪🏠🌙')).toBe('too_short')
    expect(faultOf('Ω'.repeat(127) + 'x')).toBeNull()
    expect(faultOf('ab'.repeat(65))).toBe('too_long')
    expect(faultOf('    long spaces are characters    ')).toBeNull()
  })

  it('is none that everybody tries', () => {
    for (const known of [
      'password',
      'PASSWORD',
      'qwertyuiop',
      '1234567890',
      'iloveyou',
      'zzzzzzzzz',
    ]) {
      expect(faultOf(known)).toBe('common')
    }
  })

  it('is not the person’s own name or address with figures around it', () => {
    for (const own of [
      'amara.osei@northgate.test',
      'Northgate2026!',
      '1northgate1',
      'OSEI-BRANDT',
    ]) {
      expect([own, faultOf(own)]).toEqual([own, own === 'OSEI-BRANDT' ? null : 'personal'])
    }
    expect(faultOf('northgate is a fine steam customer')).toBeNull()
  })

  it('is hashed whole: past 72 bytes and with its spaces', async () => {
    const long = 'x'.repeat(100)
    const hash = await hashPassword(`${long}a `)
    expect(await verifyPassword(hash, `${long}a `)).toBe(true)
    for (const other of [`${long}b `, `${long}a`, `${long}a  `, long]) {
      expect(await verifyPassword(hash, other)).toBe(false)
    }
  })
})
