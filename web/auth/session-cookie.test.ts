/** Cookie names, flags and parsing. */
import { describe, expect, it } from 'vitest'
import { readCookie } from './cookies.ts'
import {
  createSessionCookies,
  createSessionId,
  createStaffCookie,
  hashSessionId,
} from './session-cookie.ts'

describe('the session cookie', () => {
  const https = createSessionCookies(new URL('https://portal.example.com'))
  const http = createSessionCookies(new URL('http://localhost:3010'))

  it('is host-bound, secure, invisible to scripts and lax over https', () => {
    const cookie = https.write(createSessionId().id)
    expect(cookie).toMatch(/^__Host-portside=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
    expect(cookie).not.toMatch(/domain/i)
    expect(cookie.length).toBeLessThan(4_096)
  })

  it('is named per port and without a prefix on plain http', () => {
    expect(http.write('x')).toBe('portside-3010=x; Path=/; HttpOnly; SameSite=Lax')
  })

  it('gives only the hash of the id it carries', () => {
    const { id, hash } = createSessionId()
    expect(http.read(`other=1; portside-3010=${id}`)).toEqual(hash)
    expect(hashSessionId(id)).toEqual(hash)
    expect(hash.toString('base64url')).not.toBe(id)
  })

  it('ignores values that cannot be an id', () => {
    for (const value of ['', 'short', `${'a'.repeat(42)}!`, 'a'.repeat(44), '../etc']) {
      expect(http.read(`portside-3010=${value}`)).toBeNull()
    }
  })

  it('takes the first of several cookies with one name', () => {
    expect(readCookie('a=1; a=2', 'a')).toBe('1')
    expect(readCookie('ab=1; =3; a', 'a')).toBeNull()
  })

  it('remembers a tenant by slug only', () => {
    expect(http.readLastTenant('portside-tenant-3010=northgate')).toBe('northgate')
    expect(http.readLastTenant('portside-tenant-3010=//evil')).toBeNull()
  })

  it('is another one for staff, so that neither is read as the other', () => {
    const staff = createStaffCookie(new URL('https://portal.example.com'))
    const { id } = createSessionId()
    expect(staff.write(id)).toMatch(/^__Host-portside-staff=/)
    expect(https.read(staff.write(id).split(';')[0])).toBeNull()
    expect(staff.read(https.write(id).split(';')[0])).toBeNull()
  })
})
