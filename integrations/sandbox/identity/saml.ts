/** A SAML identity provider for the demo's customers: signs what a signed-in person is, for services on this machine. */
import { randomBytes } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { Router, urlencoded } from 'express'
import { SignedXml } from 'xml-crypto'
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import { markup } from '../desk/markup.ts'
import type { IdentityKey } from './keys.ts'
import { loginPage, postingPage } from './login-page.ts'
import { findIdentity, type IdentityPerson } from './people.ts'

const NS = 'urn:oasis:names:tc:SAML:2.0'
const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const LIFETIME_MS = 5 * 60_000
const MAX_REQUEST = 64 * 1024

const posted = z.object({
  person: z.string(),
  id: z.string().regex(/^[\w-]{1,200}$/),
  acs: z.url().refine((url) => /^(?:localhost|127\.0\.0\.1)$/.test(new URL(url).hostname)),
  sp: z.string(),
})

export function createSamlProvider(key: IdentityKey, origin: () => string): Router {
  const router = Router()
  const entityId = (): string => `${origin()}/saml/metadata`
  const facts = () => ({
    ...{ entityId: entityId(), ssoUrl: `${origin()}/saml/sso` },
    certificate: key.certificate,
  })
  router.get('/saml/facts', (_request, response) => {
    response.json(facts())
  })
  router.get('/saml/metadata', (_request, response) => {
    response.type('application/samlmetadata+xml').send(metadata(facts()))
  })
  router.get('/saml/sso', (request, response) => {
    const fields = readRequest(request.query['SAMLRequest'])
    response.type('html').send(loginPage({ protocol: 'SAML 2.0', action: '/saml/sso', fields }))
  })
  router.post('/saml/sso', urlencoded({ extended: false }), (request, response) => {
    const asked = posted.safeParse(request.body)
    const person = findIdentity(asked.data?.person)
    if (!asked.success || !person) throw new AppError('invalid_input', 'This is no sign-in.')
    const xml = signed(key, answer({ ...asked.data, person, issuer: entityId() }))
    const SAMLResponse = Buffer.from(xml).toString('base64')
    response.type('html').send(postingPage(asked.data.acs, { SAMLResponse }))
  })
  return router
}

/** Enough of an AuthnRequest to answer it: it comes from our own portal. */
function readRequest(encoded: unknown): { id: string; acs: string; sp: string } {
  const bytes = Buffer.from(typeof encoded === 'string' ? encoded : '', 'base64')
  let xml = ''
  try {
    xml = inflateRawSync(bytes, { maxOutputLength: MAX_REQUEST }).toString()
  } catch {
    throw new AppError('invalid_input', 'This is no SAML request.')
  }
  const found = (pattern: RegExp): string => pattern.exec(xml)?.[1] ?? ''
  return {
    id: found(/ ID="([^"]+)"/),
    acs: found(/ AssertionConsumerServiceURL="([^"]+)"/),
    sp: found(/<(?:\w+:)?Issuer[^>]*>([^<]+)</),
  }
}

function metadata({
  entityId,
  ssoUrl,
  certificate,
}: Record<'entityId' | 'ssoUrl' | 'certificate', string>): string {
  const bare = certificate.replace(/-----[A-Z ]+-----|\s/g, '')
  return markup`<EntityDescriptor xmlns="${NS}:metadata" entityID="${entityId}"><IDPSSODescriptor
    protocolSupportEnumeration="${NS}:protocol"><KeyDescriptor use="signing"><KeyInfo xmlns="${DSIG}"><X509Data>
    <X509Certificate>${bare}</X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleSignOnService
    Binding="${NS}:bindings:HTTP-Redirect" Location="${ssoUrl}"/></IDPSSODescriptor></EntityDescriptor>`
    .html
}

interface Answer {
  id: string
  acs: string
  sp: string
  issuer: string
  person: IdentityPerson
}

function answer({ id, acs, sp, issuer, person }: Answer): string {
  const [now, until] = [0, LIFETIME_MS].map((ms) => new Date(Date.now() + ms).toISOString())
  const newXmlId = (): string => `_${randomBytes(16).toString('hex')}`
  const attribute = (name: string, values: readonly string[]) =>
    markup`<saml:Attribute Name="${name}">${values.map((value) => markup`<saml:AttributeValue>${value}</saml:AttributeValue>`)}</saml:Attribute>`
  const assertion = markup`<saml:Assertion ID="${newXmlId()}" Version="2.0" IssueInstant="${now ?? ''}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="${NS}:nameid-format:persistent">${person.subject}</saml:NameID><saml:SubjectConfirmation Method="${NS}:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${until ?? ''}" Recipient="${acs}" InResponseTo="${id}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${now ?? ''}" NotOnOrAfter="${until ?? ''}"><saml:AudienceRestriction><saml:Audience>${sp}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${now ?? ''}"><saml:AuthnContext><saml:AuthnContextClassRef>${NS}:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${[attribute('email', [person.email]), attribute('displayName', [person.name]), attribute('groups', person.groups)]}</saml:AttributeStatement></saml:Assertion>`
  return markup`<samlp:Response xmlns:samlp="${NS}:protocol" xmlns:saml="${NS}:assertion" ID="${newXmlId()}" Version="2.0" IssueInstant="${now ?? ''}" Destination="${acs}" InResponseTo="${id}"><saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${NS}:status:Success"/></samlp:Status>${assertion}</samlp:Response>`
    .html
}

function signed(key: IdentityKey, xml: string): string {
  const path = "//*[local-name(.)='Assertion']"
  const signer = new SignedXml({
    privateKey: key.privateKey,
    publicCert: key.certificate,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXCLUSIVE,
  })
  signer.addReference({
    xpath: path,
    transforms: [`${DSIG}enveloped-signature`, EXCLUSIVE],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  })
  signer.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: `${path}/*[local-name(.)='Issuer']`, action: 'after' },
  })
  return signer.getSignedXml()
}
