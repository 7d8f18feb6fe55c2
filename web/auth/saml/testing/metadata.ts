/** Metadata of an identity provider, as one hands it over. */
import { BINDING, NS } from '../names.ts'

const bare = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\s/g, '')

export const keyDescriptor = (pem: string, use = ' use="signing"'): string =>
  `<KeyDescriptor${use}><KeyInfo xmlns="${NS.signature}"><X509Data><X509Certificate>${bare(pem)}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`

export const entityDescriptor = (keys: string, binding: string = BINDING.redirect): string =>
  `<EntityDescriptor xmlns="${NS.metadata}" entityID="https://idp.test"><IDPSSODescriptor protocolSupportEnumeration="${NS.protocol}">${keys}<SingleSignOnService Binding="${binding}" Location="https://idp.test/sso"/></IDPSSODescriptor></EntityDescriptor>`

export const metadataOf = (pem: string): string => entityDescriptor(keyDescriptor(pem))
