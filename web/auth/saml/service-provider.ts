/** Our side of SAML, one service provider per identity provider: names, requests and the metadata to hand over. */
import { SAML } from '@node-saml/node-saml'
import { AppError } from '#workflows/contracts/errors.ts'
import { BINDING, NS, PERSISTENT } from './names.ts'

export interface ServiceProvider {
  entityId: string
  acsUrl: string
}

/** @param publicUrl where browsers reach this instance */
export function serviceProviderOf(publicUrl: URL, providerId: string): ServiceProvider {
  const base = `${publicUrl.origin}/auth/saml/${providerId}`
  return { entityId: `${base}/metadata`, acsUrl: `${base}/acs` }
}

export interface SamlRequest {
  /** Ours, not guessable, and a name in the sense of XML: `_` and base64url. */
  id: string
  ssoUrl: string
}

/**
 * Where to send the browser. The answer is bound to `id`, which stands in the signed part; RelayState carries nothing.
 *
 * @throws AppError `invalid_input` when `ssoUrl` is no http(s) address
 */
export async function signInUrl(sp: ServiceProvider, { id, ssoUrl }: SamlRequest): Promise<string> {
  if (!/^https?:\/\//.test(ssoUrl)) {
    throw new AppError('invalid_input', 'The sign-in address is not a web address.')
  }
  const saml = new SAML({
    issuer: sp.entityId,
    callbackUrl: sp.acsUrl,
    entryPoint: ssoUrl,
    // Requests are not signed; the library still wants to know whose answers it will read.
    idpCert: 'unused',
    generateUniqueId: () => id,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
  })
  return saml.getAuthorizeUrlAsync('', undefined, {})
}

export const SP_METADATA_TYPE = 'application/samlmetadata+xml'

/** Says what we need: signed assertions, posted, with a name that stays the same. */
export const spMetadata = (sp: ServiceProvider): string => `<?xml version="1.0" encoding="UTF-8"?>
<EntityDescriptor xmlns="${NS.metadata}" entityID="${escape(sp.entityId)}">
  <SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="${NS.protocol}">
    <NameIDFormat>${PERSISTENT}</NameIDFormat>
    <AssertionConsumerService index="0" isDefault="true" Binding="${BINDING.post}" Location="${escape(sp.acsUrl)}"/>
  </SPSSODescriptor>
</EntityDescriptor>
`

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (found) => `&#${String(found.charCodeAt(0))};`)
