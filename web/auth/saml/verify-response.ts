/**
 * The wrapper of node-saml. It checks what the library alone lets pass (wrong destination, recipient or issuer, other
 * confirmations than bearer, empty subjects, failed sign-ins, weak algorithms, document types), and believes nothing
 * but what the signature covers. Whether the request is ours and unused is the caller's last question.
 */
import { SAML, ValidateInResponseTo, type CacheProvider } from '@node-saml/node-saml'
import { SsoRejection, type Rejection } from '../sso/rejection.ts'
import { trustedCertificates } from './certificates.ts'
import { LIMITS, readAssertion, type SignedAssertion } from './read-assertion.ts'
import { readXml } from './read-xml.ts'
import { assertResponseShape } from './response-shape.ts'

export interface SamlParty {
  idpEntityId: string
  /** PEM; several while one replaces another. */
  certificates: readonly string[]
  spEntityId: string
  acsUrl: string
}

/** How far the clocks may differ, in milliseconds. */
export const SKEW_MS = 60_000
/** How long a person may take at their identity provider, in milliseconds. */
export const REQUEST_LIFETIME_MS = 10 * 60_000

/**
 * @param encoded the form field SAMLResponse
 * @param isKnownRequest whether we sent a request of this id; asked before, and again by the library
 * @throws SsoRejection
 */
export async function verifyResponse(
  encoded: string,
  party: SamlParty,
  isKnownRequest: (id: string) => Promise<boolean>,
): Promise<SignedAssertion> {
  const { text, document } = readXml(decodeBase64(encoded), LIMITS)
  assertResponseShape(document, party)
  const certificates = trustedCertificates(party.certificates)
  if (certificates.length === 0) {
    throw new SsoRejection('signature', 'No certificate of the identity provider is valid.')
  }
  const saml = createSaml(party, certificates, isKnownRequest)
  const signed = await signedText(saml, text)
  const assertion = readAssertion(signed, party)
  if (document.documentElement?.getAttribute('InResponseTo') !== assertion.inResponseTo) {
    throw new SsoRejection('request', 'The answer and its assertion answer different requests.')
  }
  return assertion
}

function decodeBase64(encoded: string): Buffer {
  // 4 characters for 3 bytes, and line breaks.
  if (encoded.length > LIMITS.bytes * 1.5 || !/^[A-Za-z0-9+/=\s]+$/.test(encoded)) {
    throw new SsoRejection('malformed', 'The answer is not base64, or too large.')
  }
  return Buffer.from(encoded, 'base64')
}

function createSaml(
  party: SamlParty,
  certificates: string[],
  isKnownRequest: (id: string) => Promise<boolean>,
): SAML {
  return new SAML({
    issuer: party.spEntityId,
    callbackUrl: party.acsUrl,
    audience: party.spEntityId,
    idpCert: certificates,
    idpIssuer: party.idpEntityId,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: SKEW_MS,
    validateInResponseTo: ValidateInResponseTo.always,
    requestIdExpirationPeriodMs: REQUEST_LIFETIME_MS,
    cacheProvider: requestsOf(isKnownRequest),
  })
}

/** Requests live in PostgreSQL and are used up by our own primitive: the library only asks whether there is one. */
function requestsOf(isKnownRequest: (id: string) => Promise<boolean>): CacheProvider {
  return {
    saveAsync: () => Promise.resolve(null),
    getAsync: async (id) => ((await isKnownRequest(id)) ? new Date().toISOString() : null),
    removeAsync: () => Promise.resolve(null),
  }
}

async function signedText(saml: SAML, text: string): Promise<string> {
  try {
    const { profile } = await saml.validatePostResponseAsync({
      SAMLResponse: Buffer.from(text).toString('base64'),
    })
    const signed = profile?.getAssertionXml?.()
    if (signed !== undefined) return signed
  } catch (cause) {
    throw asRejection(cause)
  }
  throw new SsoRejection('signature', 'Nothing in the answer is signed.')
}

/** By the words of the library's own errors; what it cannot tell is a signature that does not hold. */
const REASONS: readonly [RegExp, Rejection][] = [
  [/InResponseTo/i, 'request'],
  [/expired|not yet valid|too old|NotBefore|NotOnOrAfter|subject confirmation|date/i, 'time'],
  [/audience/i, 'audience'],
  [/issuer/i, 'issuer'],
]

function asRejection(cause: unknown): SsoRejection {
  const words = cause instanceof Error ? cause.message : ''
  const reason = REASONS.find(([pattern]) => pattern.test(words))?.[1] ?? 'signature'
  return new SsoRejection(reason, 'The answer of the identity provider is not valid.', { cause })
}
