/** Namespaces and identifiers of SAML 2.0 and XML signatures that we read and write. */
export const NS = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  encryption: 'http://www.w3.org/2001/04/xmlenc#',
} as const

export const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success'
export const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
export const BINDING = {
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
  post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
} as const
export const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'

const DSIG_MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'

/** What we accept in a signature; everything else is refused before anything is verified. */
export const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  CanonicalizationMethod: [EXCLUSIVE_C14N],
  Transform: [EXCLUSIVE_C14N, `${NS.signature}enveloped-signature`],
  SignatureMethod: ['rsa-sha256', 'rsa-sha384', 'rsa-sha512'].map((name) => DSIG_MORE + name),
  DigestMethod: [`${NS.encryption}sha256`, `${DSIG_MORE}sha384`, `${NS.encryption}sha512`],
}
