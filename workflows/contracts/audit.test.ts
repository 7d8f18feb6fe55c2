/** What the audit log never shows: secrets, told by name or by shape, at any depth; that they changed is told. */
import { expect, it } from 'vitest'
import { AUDIT_ACTIONS, AUDIT_GROUPS, isAuditAction, MASKED, maskChanges } from './audit.ts'
import { MODULES } from './access.ts'

it.each([
  'clientSecret',
  'password',
  'api_key',
  'apiKey',
  'webhookSecret',
  'accessToken',
  'totp',
  'recoveryCodes',
  'private-key',
  'sessionId',
])('masks what %s holds, before and after', (name) => {
  expect(maskChanges({ [name]: { from: 'old value', to: 'new value' } })).toEqual({
    [name]: { from: MASKED, to: MASKED },
  })
  expect(
    maskChanges({ outer: { from: null, to: { [name]: ['planted'], city: 'Utrecht' } } }),
  ).toEqual({
    outer: { from: null, to: { [name]: MASKED, city: 'Utrecht' } },
  })
})

it('tells that there was none, and whether something is on, without masking it', () => {
  const changes = { password: { from: null, to: true }, street: { from: 'A', to: 'B' } }
  expect(maskChanges(changes)).toEqual(changes)
})

it('masks shapes of secrets in free text, and cuts what is too long or too deep', () => {
  const note = `key sk_live_51HabcDEF and whsec_c2VjcmV0 ${'x'.repeat(3_000)}`
  const deep = { a: { b: { c: { d: { e: { f: 'deep' } } } } } }
  const { changed, nested } = maskChanges({
    changed: { from: note, to: 'Bearer abc.def' },
    nested: { from: null, to: deep },
  })
  expect(JSON.stringify([changed, nested])).not.toMatch(/51Habc|c2VjcmV0|abc\.def|deep/)
  expect(String(changed?.from).length).toBeLessThan(2_100)
})

it('is asked again for old entries, which changes nothing that was masked', () => {
  const once = maskChanges({
    token: { from: 'a', to: null },
    total: { from: { minor: 5, currency: 'EUR' }, to: 1 },
  })
  expect(maskChanges(once)).toEqual(once)
})

it('knows every action by module and group, and no name of an object’s own methods', () => {
  for (const { module, group } of Object.values(AUDIT_ACTIONS)) {
    expect(MODULES).toContain(module)
    expect(AUDIT_GROUPS).toContain(group)
  }
  expect(['toString', '__proto__', 'order.exploded'].filter(isAuditAction)).toEqual([])
})
