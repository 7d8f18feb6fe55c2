/**
 * The metadata of an identity provider, as a file or from its address: who it is, where people sign in, and the
 * certificates that verify its answers. A document about several entities is refused: it would leave the choice to us.
 */
import type { Element } from '@xmldom/xmldom'
import {
  readCertificate,
  type CertificateFacts,
} from '#integrations/kit/certificate/read-certificate.ts'
import type { GuardedFetch } from '#integrations/kit/outbound/guarded-fetch.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { SsoRejection } from '../sso/rejection.ts'
import { BINDING, NS } from './names.ts'
import { childrenOf, descendants, readXml } from './read-xml.ts'

export interface IdpMetadata {
  entityId: string
  ssoUrl: string
  certificates: CertificateFacts[]
}

/** What can be wrong with it, as the settings page tells it. */
export type MetadataProblem =
  | 'not_metadata'
  | 'many_entities'
  | 'no_redirect_binding'
  | 'no_certificate'
  | 'unreachable'
  | 'address_refused'

export type MetadataResult =
  { type: 'read'; metadata: IdpMetadata } | { type: 'refused'; why: MetadataProblem }

const LIMITS = { bytes: 512 * 1024, elements: 2_000, depth: 24, attributes: 4_000 }

const refused = (why: MetadataProblem): MetadataResult => ({ type: 'refused', why })

/** @param xml the file as it was given */
export function readIdpMetadata(xml: string): MetadataResult {
  const root = rootOf(xml)
  if (!root) return refused('not_metadata')
  const entities = descendants(root, 'EntityDescriptor').length
  if (root.localName === 'EntitiesDescriptor' || entities > 0) return refused('many_entities')
  const [idp, second] = childrenOf(root, NS.metadata, 'IDPSSODescriptor')
  const entityId = root.getAttribute('entityID') ?? ''
  if (!idp || second || entityId === '') return refused('not_metadata')
  const ssoUrl = childrenOf(idp, NS.metadata, 'SingleSignOnService')
    .find((service) => service.getAttribute('Binding') === BINDING.redirect)
    ?.getAttribute('Location')
  if (!ssoUrl || !/^https?:\/\//.test(ssoUrl)) return refused('no_redirect_binding')
  const certificates = certificatesOf(idp)
  if (certificates.length === 0) return refused('no_certificate')
  return { type: 'read', metadata: { entityId, ssoUrl, certificates } }
}

/** From where the identity provider publishes it. */
export async function fetchIdpMetadata(
  url: string,
  guardedFetch: GuardedFetch,
): Promise<MetadataResult> {
  try {
    const response = await guardedFetch(url, {
      headers: { accept: 'application/samlmetadata+xml, */*' },
    })
    return response.ok ? readIdpMetadata(await response.text()) : refused('unreachable')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return refused(error.code === 'upstream_refused' ? 'address_refused' : 'unreachable')
  }
}

function rootOf(xml: string): Element | null {
  try {
    const root = readXml(Buffer.from(xml), LIMITS).document.documentElement
    return root?.namespaceURI === NS.metadata &&
      /^Entit(?:y|ies)Descriptor$/.test(root.localName ?? '')
      ? root
      : null
  } catch (error) {
    if (error instanceof SsoRejection) return null
    throw error
  }
}

/** For signing: those without a use serve both. */
function certificatesOf(idp: Element): CertificateFacts[] {
  const found = new Map<string, CertificateFacts>()
  for (const key of childrenOf(idp, NS.metadata, 'KeyDescriptor')) {
    if (key.getAttribute('use') === 'encryption') continue
    for (const element of descendants(key, 'X509Certificate')) {
      const facts = readCertificate(element.textContent ?? '')
      if (facts) found.set(facts.fingerprint, facts)
    }
  }
  return [...found.values()]
}
