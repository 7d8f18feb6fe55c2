import { expect, test } from 'vitest'
import { createGuardedFetch } from '#integrations/kit/outbound/guarded-fetch.ts'
import { fetchIdpMetadata, readIdpMetadata } from './idp-metadata.ts'
import { BINDING, NS } from './names.ts'
import { readXml } from './read-xml.ts'
import { serviceProviderOf, signInUrl, spMetadata } from './service-provider.ts'
import { createSigningKey } from './testing/identity-provider.ts'

const [first, second] = [createSigningKey(), createSigningKey()]
const bare = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\s/g, '')
const keyOf = (pem: string, use = ' use="signing"'): string =>
  `<KeyDescriptor${use}><KeyInfo xmlns="${NS.signature}"><X509Data><X509Certificate>${bare(pem)}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`
const entity = (keys: string, binding: string = BINDING.redirect): string =>
  `<EntityDescriptor xmlns="${NS.metadata}" entityID="https://idp.test"><IDPSSODescriptor protocolSupportEnumeration="${NS.protocol}">${keys}<SingleSignOnService Binding="${binding}" Location="https://idp.test/sso"/></IDPSSODescriptor></EntityDescriptor>`

test('metadata gives who, where, and every certificate for signing', () => {
  const xml = `<?xml version="1.0"?>\n${entity(keyOf(first.certificate) + keyOf(second.certificate, '') + keyOf(second.certificate, ' use="encryption"'))}`
  expect(readIdpMetadata(xml)).toMatchObject({
    type: 'read',
    metadata: {
      entityId: 'https://idp.test',
      ssoUrl: 'https://idp.test/sso',
      certificates: [{ subject: 'CN=idp' }, { subject: 'CN=idp' }],
    },
  })
})

test.each([
  ['not_metadata', 'hello'],
  ['not_metadata', `<!DOCTYPE x>${entity(keyOf(first.certificate))}`],
  ['not_metadata', 'x'.repeat(20 * 2 ** 20)],
  ['not_metadata', `<EntityDescriptor xmlns="${NS.metadata}" entityID="a"/>`],
  [
    'many_entities',
    `<EntitiesDescriptor xmlns="${NS.metadata}">${entity(keyOf(first.certificate)).repeat(2)}</EntitiesDescriptor>`,
  ],
  ['no_redirect_binding', entity(keyOf(first.certificate), BINDING.post)],
  [
    'no_redirect_binding',
    entity(keyOf(first.certificate)).replace('https://idp.test/sso', 'javascript:alert(1)'),
  ],
  ['no_certificate', entity('')],
  ['no_certificate', entity(keyOf('bm90IGEgY2VydGlmaWNhdGU='))],
])('metadata that is %s is refused', (why, xml) => {
  expect(readIdpMetadata(xml)).toEqual({ type: 'refused', why })
})

test.each([
  'https://169.254.169.254/metadata',
  'file:///etc/passwd',
  'http://localhost/metadata',
  'https://[::1]/metadata',
])('metadata at %s is not asked for', async (url) => {
  expect(await fetchIdpMetadata(url, createGuardedFetch())).toEqual({
    type: 'refused',
    why: 'address_refused',
  })
})

test('our own metadata is XML that names our addresses', () => {
  const sp = serviceProviderOf(new URL('https://portal.test'), '0197')
  const xml = spMetadata(sp)
  const limits = { bytes: 9_999, elements: 9, depth: 9, attributes: 99 }
  const root = readXml(Buffer.from(xml), limits).document.documentElement
  expect(root?.getAttribute('entityID')).toBe('https://portal.test/auth/saml/0197/metadata')
  expect(xml).toContain('Location="https://portal.test/auth/saml/0197/acs"')
})

test('a request carries our id and nothing to return to', async () => {
  const sp = serviceProviderOf(new URL('https://portal.test'), '0197')
  const url = new URL(await signInUrl(sp, { id: '_abc', ssoUrl: 'https://idp.test/sso?x=1' }))
  expect([url.origin + url.pathname, url.searchParams.get('x')]).toEqual([
    'https://idp.test/sso',
    '1',
  ])
  expect(url.searchParams.get('RelayState')).toBeNull()
  expect(url.searchParams.get('SAMLRequest')).not.toBeNull()
})
