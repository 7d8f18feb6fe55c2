/** K02: the declared window and nothing else; the shape of recovery codes; what an app is given. */
import { describe, expect, it } from 'vitest'
import { createRecoveryCodes, readRecoveryCode, RECOVERY_CODES } from './recovery-codes.ts'
import { createTotpSecret, findTotpStep, totpCodeAt, totpUri } from './totp.ts'

const STEP = 30_000

describe('a code of an app', () => {
  const secret = createTotpSecret()
  const now = 1_800_000_000_000
  const step = now / STEP

  it('counts for its own step and the one on either side, for clocks that are off', () => {
    for (const off of [-1, 0, 1]) {
      expect(findTotpStep(secret, totpCodeAt(secret, now + off * STEP), now)).toBe(step + off)
    }
  })

  it('counts for nothing outside of that', () => {
    for (const off of [-100, -3, -2, 2, 3, 100]) {
      expect(findTotpStep(secret, totpCodeAt(secret, now + off * STEP), now)).toBeNull()
    }
  })

  it('may be grouped, and must be six digits', () => {
    const code = totpCodeAt(secret, now)
    expect(findTotpStep(secret, ` ${code.slice(0, 3)} ${code.slice(3)} `, now)).toBe(step)
    for (const bad of ['', '12345', `${code}0`, 'abcdef', '١٢٣٤٥٦', '-12345', '1e5000']) {
      expect(findTotpStep(secret, bad, now)).toBeNull()
    }
  })

  it('agrees with the vectors of RFC 6238', () => {
    const known = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [20_000_000_000, '353130'],
    ] as const) {
      expect(totpCodeAt(known, seconds * 1_000)).toBe(code)
    }
  })

  it('is set up by an address that every app reads', () => {
    const uri = new URL(totpUri(secret, { issuer: 'Halden Steam', account: 'a@b.test' }))
    expect(uri.protocol).toBe('otpauth:')
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: 'Halden Steam',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    })
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  })
})

describe('recovery codes', () => {
  it('are ten, all different, and read however they are typed', () => {
    const codes = createRecoveryCodes()
    expect(new Set(codes).size).toBe(RECOVERY_CODES)
    for (const code of codes) {
      expect(code).toMatch(/^\w{5}-\w{5}-\w{5}-\w{5}$/)
      const plain = code.replaceAll('-', '')
      expect(readRecoveryCode(` ${code.toUpperCase().replaceAll('-', ' ')} `)).toBe(plain)
    }
    for (const bad of ['', 'aaaaa-aaaaa', '2'.repeat(21), '287082']) {
      expect(readRecoveryCode(bad)).toBeNull()
    }
  })
})
