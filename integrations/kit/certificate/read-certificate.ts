/** Certificates of identity providers: a key to verify with, and the day until which it is to be trusted. */
import { X509Certificate } from 'node:crypto'
import { toPem } from './self-signed.ts'

export interface CertificateFacts {
  pem: string
  /** Without colons, lower case. */
  fingerprint: string
  subject: string
  notAfter: Date
}

const MIN_RSA_BITS = 2_048

/** How long before the last certificate of a provider ends its tenant is told, in milliseconds. */
export const CERTIFICATE_NOTICE_MS = 30 * 24 * 3600_000

/**
 * @param text PEM, or the bare base64 that metadata holds
 * @returns null for what is no certificate, or whose key is not RSA of at least 2,048 bits
 */
export function readCertificate(text: string): CertificateFacts | null {
  try {
    const isPem = text.includes('-----BEGIN CERTIFICATE-----')
    const certificate = new X509Certificate(isPem ? text : toPem(text))
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
    const bits = asymmetricKeyDetails?.modulusLength ?? 0
    if (asymmetricKeyType !== 'rsa' || bits < MIN_RSA_BITS) return null
    return {
      pem: certificate.toString(),
      fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      subject: certificate.subject,
      notAfter: certificate.validToDate,
    }
  } catch {
    return null
  }
}

/** The one that lasts longest: when it ends, nothing that the provider says can be verified any more. */
export function lastCertificate(all: readonly string[]): CertificateFacts | null {
  const facts = all.flatMap((pem) => readCertificate(pem) ?? [])
  return facts.toSorted((a, b) => b.notAfter.getTime() - a.notAfter.getTime())[0] ?? null
}
