/** Section S of the catalogue, the answer as a document: each vector is built by the test's own identity provider. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Rejection } from '../sso/rejection.ts'
import { NS } from './names.ts'
import {
  assertionXml,
  attribute,
  responseXml,
  signedResponse,
  signXml,
  usual,
} from './testing/identity-provider.ts'
import { foreign, key, outcomeOf } from './testing/verify.ts'

const good = signedResponse({}, key)
const [, GOOD_ASSERTION = ''] = /(<saml:Assertion.*<\/saml:Assertion>)/s.exec(good) ?? []
const evil = (id: string): string =>
  assertionXml(
    usual({ nameId: 'evil', assertionId: id, attributes: attribute('email', 'evil@x.test') }),
  )
const goodId = / ID="([^"]+)"/.exec(GOOD_ASSERTION)?.[1] ?? ''
const goodSignature = /<ds:Signature .*<\/ds:Signature>/s.exec(good)?.[0] ?? ''
const unsignedGood = GOOD_ASSERTION.replace(goodSignature, '')
const withSignature = (xml: string, signature: string): string =>
  xml.replace('</saml:Issuer><saml:Subject>', `</saml:Issuer>${signature}<saml:Subject>`)
const around = (inner: string): string => responseXml(usual(), inner)

const rows = (cases: Record<string, [string, ...Rejection[]]>): [string, string, Rejection[]][] =>
  Object.entries(cases).map(([name, [xml, ...reasons]]) => [name, xml, reasons])

describe('S01: a signature that is missing or not the provider’s', () => {
  it.each(
    rows({
      unsigned: [around(assertionXml(usual())), 'signature'],
      'stripped of it': [good.replace(goodSignature, ''), 'signature'],
      'signed with another key': [signedResponse({}, foreign), 'signature'],
      'with the attacker’s certificate in KeyInfo': [
        around(signXml(assertionXml(usual()), { key: foreign, keyInfo: foreign.certificate })),
        'signature',
      ],
      'changed after signing': [good.replace('>n-1<', '>n-2<'), 'signature'],
    }),
  )('%s', async (_name, xml, reasons) => {
    expect(reasons).toContain(await outcomeOf(xml))
  })
})

describe('S02: a signed assertion wrapped so that another one is read', () => {
  const signedEvil = withSignature(evil(goodId), goodSignature)
  it.each(
    rows({
      'the evil one before': [around(evil('_e') + GOOD_ASSERTION), 'malformed'],
      'the evil one after': [around(GOOD_ASSERTION + evil('_e')), 'malformed'],
      'the good one in Extensions': [
        around(`<samlp:Extensions>${GOOD_ASSERTION}</samlp:Extensions>${evil('_e')}`),
        'malformed',
      ],
      'the good one in ds:Object': [
        around(
          withSignature(
            evil('_e'),
            goodSignature.replace(
              '</ds:Signature>',
              `<ds:Object>${unsignedGood}</ds:Object></ds:Signature>`,
            ),
          ),
        ),
        'malformed',
      ],
      'the good one inside the evil one': [
        around(evil('_e').replace('</saml:Assertion>', `${GOOD_ASSERTION}</saml:Assertion>`)),
        'malformed',
      ],
      'the same id twice': [around(signedEvil + unsignedGood), 'malformed'],
      'an assertion of another namespace': [
        around(`${GOOD_ASSERTION}<x:Assertion xmlns:x="urn:x">${evil('_e')}</x:Assertion>`),
        'malformed',
      ],
      'the good one in Advice': [
        around(
          evil('_e').replace(
            '<saml:AuthnStatement',
            `<saml:Advice>${GOOD_ASSERTION}</saml:Advice><saml:AuthnStatement`,
          ),
        ),
        'malformed',
      ],
      'the signature of the good one in the evil one': [around(signedEvil), 'signature'],
      'the whole response inside another': [
        responseXml(usual(), evil('_e')).replace('<saml:Issuer>', `${good}<saml:Issuer>`),
        'malformed',
      ],
    }),
  )('%s', async (_name, xml, reasons) => {
    expect(reasons).toContain(await outcomeOf(xml))
  })
})

describe('S03: a signature with two truths in it', () => {
  const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s.exec(goodSignature)?.[0] ?? ''
  const evilInfo = info.replace(/<ds:DigestValue>[^<]*/, '<ds:DigestValue>AAAA')
  const changed = (from: string, to: string): string => good.replace(from, to)
  it.each(
    rows({
      'a second SignedInfo first': [changed(info, evilInfo + info), 'malformed'],
      'a second SignedInfo last': [changed(info, info + evilInfo), 'malformed'],
      'a SignedInfo inside the SignedInfo': [
        changed(info, info.replace('</ds:SignedInfo>', `${evilInfo}</ds:SignedInfo>`)),
        'malformed',
      ],
      'a comment before the digest': [
        changed('<ds:DigestValue>', '<ds:DigestValue><!--AAAA-->'),
        'malformed',
      ],
      'a comment after the digest': [
        changed('</ds:DigestValue>', '<!--AAAA--></ds:DigestValue>'),
        'malformed',
      ],
    }),
  )('%s', async (_name, xml, reasons) => {
    expect(reasons).toContain(await outcomeOf(xml))
  })
})

describe('S04: what has to be signed', () => {
  it('is the assertion: the response alone does not do', async () => {
    const said = usual()
    const xml = signXml(responseXml(said, assertionXml(said)), { key, element: 'Response' })
    expect(await outcomeOf(xml)).toBe('signature')
  })

  it('may be both', async () => {
    const said = usual()
    const inner = signXml(assertionXml(said), { key })
    const both = responseXml(said, inner).replace('<saml:Issuer>', '<saml:Issuer >')
    expect(await outcomeOf(both)).toBe('accepted n-1')
  })

  it('is never encrypted: our metadata offers no key for it', async () => {
    const sealed = `<saml:EncryptedAssertion><x:EncryptedData xmlns:x="${NS.encryption}"/></saml:EncryptedAssertion>`
    expect(await outcomeOf(around(sealed))).toBe('malformed')
    expect(await outcomeOf(around(GOOD_ASSERTION + sealed))).toBe('malformed')
  })
})

describe('S14: a document that wants to hurt', () => {
  it.each([
    ['a document type', `<!DOCTYPE x>${good}`],
    ['an internal entity', `<!DOCTYPE x [<!ENTITY a "b">]>${good.replace('n-1', '&a;')}`],
    ['10 MB', around(`<saml:Advice>${'x'.repeat(10 * 2 ** 20)}</saml:Advice>`)],
    ['50,000 nested elements', around('<a>'.repeat(50_000) + '</a>'.repeat(50_000))],
    [
      '10,000 attributes',
      around(`<a ${Array.from({ length: 10_000 }, (_, i) => `b${i}="c"`).join(' ')}/>`),
    ],
    ['bytes that are no text', '\uFFFF\0<a/>'],
    ['nothing', ''],
    ['no XML', 'hello'],
  ])('%s is refused quickly', async (_name, xml) => {
    const started = performance.now()
    expect(await outcomeOf(xml)).toBe('malformed')
    expect(performance.now() - started).toBeLessThan(500)
  })

  it('makes no request, whatever an entity points to', async () => {
    let asked = 0
    const listener = createServer((_request, response) => {
      asked += 1
      response.end()
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}/`
    const xml = `<!DOCTYPE x [<!ENTITY a SYSTEM "${url}">]>${good.replace('n-1', '&a;')}`
    expect(await outcomeOf(xml)).toBe('malformed')
    listener.close()
    expect(asked).toBe(0)
  })
})

describe('S15: algorithms', () => {
  const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
  const signedWith = (change: { signatureAlgorithm?: string; digestAlgorithm?: string }): string =>
    around(signXml(assertionXml(usual()), { key, ...change }))
  it.each([
    ['RSA-SHA1', signedWith({ signatureAlgorithm: `${NS.signature}rsa-sha1` })],
    ['SHA-1 as digest', signedWith({ digestAlgorithm: `${NS.signature}sha1` })],
    ['MD5 as digest', good.replace(`${NS.encryption}sha256`, `${MORE}md5`)],
    ['none', good.replaceAll(`${MORE}rsa-sha256`, 'urn:none')],
    ['HMAC', good.replaceAll(`${MORE}rsa-sha256`, `${NS.signature}hmac-sha1`)],
    [
      'XSLT',
      good.replace(
        `${NS.signature}enveloped-signature`,
        'http://www.w3.org/TR/1999/REC-xslt-19991116',
      ),
    ],
  ])('%s is refused', async (_name, xml) => {
    expect(await outcomeOf(xml)).toBe('algorithm')
  })
})
