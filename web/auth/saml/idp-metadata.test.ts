import { expect, test } from 'vitest'
import { createGuardedFetch } from '#integrations/kit/outbound/guarded-fetch.ts'
import { fetchIdpMetadata, readIdpMetadata } from './idp-metadata.ts'
import { BINDING, NS } from './names.ts'
import { readXml } from './read-xml.ts'
import { serviceProviderOf, signInUrl, spMetadata } from './service-provider.ts'
import { entityDescriptor, keyDescriptor } from './testing/metadata.ts'
import { createSigningKey } from './testing/identity-provider.ts'

const [first, second] = [createSigningKey(), createSigningKey()]

test('metadata gives who, where, and every certificate for signing', () => {
  const xml = `<?xml version="1.0"?>\n${entityDescriptor(keyDescriptor(first.certificate) + keyDescriptor(second.certificate, '') + keyDescriptor(second.certificate, ' use="encryption"'))}`
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
  ['not_metadata', `<!DOCTYPE x>${entityDescriptor(keyDescriptor(first.certificate))}`],
  ['not_metadata', 'x'.repeat(20 * 2 ** 20)],
  ['not_metadata', `<EntityDescriptor xmlns="${NS.metadata}" entityID="a"/>`],
  [
    'many_entities',
    `<EntitiesDescriptor xmlns="${NS.metadata}">${entityDescriptor(keyDescriptor(first.certificate)).repeat(2)}</EntitiesDescriptor>`,
  ],
  ['no_redirect_binding', entityDescriptor(keyDescriptor(first.certificate), BINDING.post)],
  [
    'no_redirect_binding',
    entityDescriptor(keyDescriptor(first.certificate)).replace(
      'https://idp.test/sso',
      'javascript:alert(1)',
    ),
  ],
  ['no_certificate', entityDescriptor('')],
  ['no_certificate', entityDescriptor(keyDescriptor('bm90IGEgY2VydGlmaWNhdGU='))],
])('S19: metadata that is %s is refused', (why, xml) => {
  expect(readIdpMetadata(xml)).toEqual({ type: 'refused', why })
})

test.each([
  'https://169.254.169.254/metadata',
  'file:///etc/passwd',
  'http://localhost/metadata',
  'https://[::1]/metadata',
])('S19: metadata at %s is not asked for', async (url) => {
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
