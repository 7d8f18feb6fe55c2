/** Certificates of identity providers: a key to verify with, and the day until which it is to be trusted. */
import { X509Certificate } from 'node:crypto'
import { toPem } from '#integrations/kit/certificate/self-signed.ts'

export interface CertificateFacts {
  pem: string
  /** Without colons, lower case. */
  fingerprint: string
  subject: string
  notAfter: Date
}

const MIN_RSA_BITS = 2_048

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

/** Those that have not run out: an expired one verifies nothing any more. */
export function trustedCertificates(all: readonly string[], now: Date = new Date()): string[] {
  return all.filter((pem) => {
    const facts = readCertificate(pem)
    return facts !== null && facts.notAfter > now
  })
}
