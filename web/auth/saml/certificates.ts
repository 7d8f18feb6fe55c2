/** Which certificates of an identity provider are trusted at a moment. */
import { readCertificate } from '#integrations/kit/certificate/read-certificate.ts'

/** Those that have not run out: an expired one verifies nothing any more. */
export function trustedCertificates(all: readonly string[], now: Date = new Date()): string[] {
  return all.filter((pem) => {
    const facts = readCertificate(pem)
    return facts !== null && facts.notAfter > now
  })
}
