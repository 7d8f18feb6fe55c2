/**
 * The identity provider of tests: it signs with keys of its own whatever it is told to say, right or wrong, so that
 * every forged answer can be built from a good one.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { selfSignedCertificate } from '#integrations/kit/certificate/self-signed.ts'
import { BEARER, NS, SUCCESS } from '../names.ts'

export interface SigningKey {
  privateKey: string
  certificate: string
}

export const A_DAY = 24 * 3600_000

export function createSigningKey(notAfter = new Date(Date.now() + 365 * A_DAY)): SigningKey {
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const notBefore = new Date(Date.now() - 400 * A_DAY)
  return {
    privateKey,
    certificate: selfSignedCertificate({ privateKey, commonName: 'idp', notBefore, notAfter }),
  }
}

export const IDP = 'https://login.northgate.test/saml'
export const SP = 'https://portal.test/auth/saml/0197/metadata'
export const ACS = 'https://portal.test/auth/saml/0197/acs'
export const REQUEST = '_request-of-ours'

export interface Said {
  responseId: string
  assertionId: string
  issuer: string
  responseIssuer: string
  destination: string
  recipient: string
  audiences: string[][]
  nameId: string
  subject: string | null
  method: string
  status: string
  inResponseTo: string | null
  responseInResponseTo: string | null
  notBefore: string
  notOnOrAfter: string
  confirmedUntil: string
  conditions: string | null
  attributes: string
  /** Put into the assertion as it is. */
  extra: string
}

export const at = (offsetMs: number): string => new Date(Date.now() + offsetMs).toISOString()
const newXmlId = (): string => `_${randomBytes(16).toString('hex')}`

export function usual(change: Partial<Said> = {}): Said {
  return {
    responseId: newXmlId(),
    assertionId: newXmlId(),
    issuer: IDP,
    responseIssuer: IDP,
    destination: ACS,
    recipient: ACS,
    audiences: [[SP]],
    nameId: 'n-1',
    subject: null,
    method: BEARER,
    status: SUCCESS,
    inResponseTo: REQUEST,
    responseInResponseTo: REQUEST,
    notBefore: at(-5_000),
    notOnOrAfter: at(300_000),
    confirmedUntil: at(300_000),
    conditions: null,
    attributes: attribute('email', 'mara@northgate.test'),
    extra: '',
    ...change,
  }
}

export const attribute = (name: string, ...values: string[]): string =>
  `<saml:Attribute Name="${name}">${values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`

const optional = (name: string, value: string | null): string =>
  value === null ? '' : ` ${name}="${value}"`

export function assertionXml(said: Said): string {
  const restrictions = said.audiences.map(
    (names) =>
      `<saml:AudienceRestriction>${names.map((name) => `<saml:Audience>${name}</saml:Audience>`).join('')}</saml:AudienceRestriction>`,
  )
  const subject =
    said.subject ??
    `<saml:Subject><saml:NameID>${said.nameId}</saml:NameID><saml:SubjectConfirmation Method="${said.method}"><saml:SubjectConfirmationData NotOnOrAfter="${said.confirmedUntil}" Recipient="${said.recipient}"${optional('InResponseTo', said.inResponseTo)}/></saml:SubjectConfirmation></saml:Subject>`
  const conditions =
    said.conditions ??
    `<saml:Conditions NotBefore="${said.notBefore}" NotOnOrAfter="${said.notOnOrAfter}">${restrictions.join('')}</saml:Conditions>`
  return `<saml:Assertion xmlns:saml="${NS.assertion}" ID="${said.assertionId}" Version="2.0" IssueInstant="${at(0)}"><saml:Issuer>${said.issuer}</saml:Issuer>${subject}${conditions}<saml:AuthnStatement AuthnInstant="${at(0)}"/><saml:AttributeStatement>${said.attributes}</saml:AttributeStatement>${said.extra}</saml:Assertion>`
}

export const responseXml = (said: Said, inner: string): string =>
  `<samlp:Response xmlns:samlp="${NS.protocol}" xmlns:saml="${NS.assertion}" ID="${said.responseId}" Version="2.0" IssueInstant="${at(0)}" Destination="${said.destination}"${optional('InResponseTo', said.responseInResponseTo)}><saml:Issuer>${said.responseIssuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${said.status}"/></samlp:Status>${inner}</samlp:Response>`

export interface Signing {
  key: SigningKey
  /** The element to sign: `Assertion` or `Response`. */
  element?: 'Assertion' | 'Response'
  signatureAlgorithm?: string
  digestAlgorithm?: string
  /** Put into KeyInfo in place of the own one. */
  keyInfo?: string
}

const DSIG_MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** The document with the element's signature behind its issuer. */
export function signXml(xml: string, signing: Signing): string {
  const { key, element = 'Assertion' } = signing
  const path = `//*[local-name(.)='${element}']`
  const signer = new SignedXml({
    privateKey: key.privateKey,
    publicCert: signing.keyInfo ?? key.certificate,
    signatureAlgorithm: signing.signatureAlgorithm ?? `${DSIG_MORE}rsa-sha256`,
    canonicalizationAlgorithm: EXCLUSIVE,
  })
  signer.addReference({
    xpath: path,
    transforms: [`${NS.signature}enveloped-signature`, EXCLUSIVE],
    digestAlgorithm: signing.digestAlgorithm ?? `${NS.encryption}sha256`,
  })
  signer.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: `${path}/*[local-name(.)='Issuer']`, action: 'after' },
  })
  return signer.getSignedXml()
}

export const encode = (xml: string): string => Buffer.from(xml).toString('base64')

/** A good answer, changed where told, with its assertion signed. */
export function signedResponse(change: Partial<Said>, key: SigningKey): string {
  const said = usual(change)
  return responseXml(said, signXml(assertionXml(said), { key }))
}
