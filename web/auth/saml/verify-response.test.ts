/** Section S of the catalogue, what a well-signed answer says: whom, for whom, when, in answer to what. */
import { describe, expect, it, test } from 'vitest'
import { NS } from './names.ts'
import {
  A_DAY,
  ACS,
  at,
  attribute,
  createSigningKey,
  IDP,
  REQUEST,
  signedResponse,
  SP,
} from './testing/identity-provider.ts'
import { foreign, key, outcomeOf, verify } from './testing/verify.ts'
import { SKEW_MS } from './verify-response.ts'

const good = signedResponse({}, key)

test('a good answer tells whom it names, exactly, and what it is worth', async () => {
  const said = {
    attributes: attribute('email', 'mara@northgate.test') + attribute('groups', 'a', 'b'),
  }
  const assertion = await verify(signedResponse(said, key))
  expect(assertion).toMatchObject({ subject: 'n-1', issuer: IDP, inResponseTo: REQUEST })
  expect([...assertion.attributes]).toEqual([
    ['email', ['mara@northgate.test']],
    ['groups', ['a', 'b']],
  ])
  expect(assertion.expiresAt.getTime()).toBeGreaterThan(Date.now())
})

describe('S07: an audience', () => {
  it.each([
    ['of another service', [['https://other.test/metadata']], 'audience'],
    ['in one of two restrictions only', [[SP], ['https://other.test/metadata']], 'audience'],
    ['that is missing', [], 'audience'],
    ['among several of one restriction', [['https://other.test', SP]], 'accepted n-1'],
  ])('%s', async (_name, audiences, outcome) => {
    expect(await outcomeOf(signedResponse({ audiences }, key))).toBe(outcome)
  })
})

describe('S08: times', () => {
  const beyond = SKEW_MS + 1_000
  const within = SKEW_MS - 10_000
  it.each([
    ['expired by more than the skew', () => ({ notOnOrAfter: at(-beyond) }), 'time'],
    ['expired within the skew', () => ({ notOnOrAfter: at(-within) }), 'accepted n-1'],
    ['not valid for longer than the skew', () => ({ notBefore: at(beyond) }), 'time'],
    ['not valid within the skew', () => ({ notBefore: at(within) }), 'accepted n-1'],
    ['without conditions', () => ({ conditions: '<saml:Advice/>' }), 'audience'],
    ['with a malformed date', () => ({ notOnOrAfter: 'tomorrow' }), 'time'],
    ['with a date without a zone', () => ({ notOnOrAfter: '2099-01-01T00:00:00' }), 'time'],
    ['whose confirmation is expired', () => ({ confirmedUntil: at(-beyond) }), 'time'],
  ])('%s', async (_name, change, outcome) => {
    expect(await outcomeOf(signedResponse(change(), key))).toBe(outcome)
  })
})

describe('S10: the request that is answered', () => {
  it.each([
    ['is unknown', { inResponseTo: '_x', responseInResponseTo: '_x' }],
    ['is missing in the signed part', { inResponseTo: null }],
    ['is missing outside', { responseInResponseTo: null }],
    ['differs in the signed part', { inResponseTo: '_x' }],
    [
      'is none: the provider began by itself (S11)',
      { inResponseTo: null, responseInResponseTo: null },
    ],
  ])('%s', async (_name, change) => {
    expect(await outcomeOf(signedResponse(change, key))).toBe('request')
  })
})

describe('whom and whose', () => {
  it.each([
    ['another destination', { destination: 'https://other.test/acs' }, 'destination'],
    ['no destination', { destination: '' }, 'destination'],
    ['another recipient', { recipient: 'https://other.test/acs' }, 'destination'],
    ['another issuer of the assertion', { issuer: 'https://evil.test' }, 'issuer'],
    ['another issuer of the response', { responseIssuer: 'https://evil.test' }, 'issuer'],
    ['holder-of-key', { method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' }, 'subject'],
    ['a failed sign-in', { status: 'urn:oasis:names:tc:SAML:2.0:status:Responder' }, 'status'],
  ])('%s', async (_name, change, outcome) => {
    expect(await outcomeOf(signedResponse(change, key))).toBe(outcome)
  })
})

describe('S13: a name', () => {
  it.each([
    ['Mara@Northgate.TEST', 'accepted Mara@Northgate.TEST'],
    [' mara ', 'accepted  mara '],
    ['mаra@northgate.test', 'accepted mаra@northgate.test'],
    ['', 'subject'],
    ['   ', 'subject'],
    ['admin@acme.test<!-- -->.evil.test', 'malformed'],
    ['admin@acme.test<![CDATA[.evil.test]]>', 'malformed'],
    ['admin@acme.test&#0;', 'signature'],
    ['admin\u200b', 'subject'],
  ])('%j', async (nameId, outcome) => {
    // Signing refuses some of these itself: those are put in afterwards, and must fall before the signature does.
    const xml = /[<&]/.test(nameId)
      ? good.replace('>n-1<', `>${nameId}<`)
      : signedResponse({ nameId }, key)
    expect(await outcomeOf(xml)).toBe(outcome)
  })

  it('is needed', async () => {
    expect(await outcomeOf(signedResponse({ subject: '<saml:Advice/>' }, key))).toBe('subject')
    const data = `<saml:SubjectConfirmationData NotOnOrAfter="${at(9_000)}" Recipient="${ACS}" InResponseTo="${REQUEST}"/>`
    const subject = `<saml:Subject><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">${data}</saml:SubjectConfirmation></saml:Subject>`
    expect(await outcomeOf(signedResponse({ subject }, key))).toBe('subject')
  })
})

test('S16: attributes never are who somebody is', async () => {
  const names = ['nameID', 'issuer', 'role', 'tenant_id', '__proto__', 'constructor']
  const attributes = names.map((name) => attribute(name, 'evil')).join('')
  const assertion = await verify(signedResponse({ attributes }, key))
  expect(assertion).toMatchObject({ subject: 'n-1', issuer: IDP })
  expect(assertion.attributes.get('__proto__')).toEqual(['evil'])
  expect(Object.hasOwn(Object.prototype, 'evil')).toBe(false)
})

describe('S18: certificates', () => {
  it('may be several while one replaces another; the removed one signs no more', async () => {
    const both = { certificates: [key.certificate, foreign.certificate] }
    expect(await outcomeOf(signedResponse({}, key), both)).toBe('accepted n-1')
    expect(await outcomeOf(signedResponse({}, foreign), both)).toBe('accepted n-1')
    const removed = { certificates: [foreign.certificate] }
    expect(await outcomeOf(signedResponse({}, key), removed)).toBe('signature')
  })

  it('verify nothing once they have expired', async () => {
    const expired = createSigningKey(new Date(Date.now() - A_DAY))
    const xml = signedResponse({}, expired)
    expect(await outcomeOf(xml, { certificates: [expired.certificate] })).toBe('signature')
  })
})

test('S20: a LogoutRequest is no answer, signed or not', async () => {
  const request = `<samlp:LogoutRequest xmlns:samlp="${NS.protocol}" ID="_l" Version="2.0"/>`
  expect(await outcomeOf(request)).toBe('malformed')
})
