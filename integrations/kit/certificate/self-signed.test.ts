import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { selfSignedCertificate } from './self-signed.ts'

test.each(['2030-05-01T10:00:00.000Z', '2061-05-01T10:00:00.000Z'])(
  'a certificate until %s is one that Node reads, verifies and finds the key in',
  (until) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const certificate = new X509Certificate(
      selfSignedCertificate({
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        commonName: 'Northgate sign-in',
        notBefore: new Date('2026-01-01T00:00:00Z'),
        notAfter: new Date(until),
      }),
    )
    expect(certificate.subject).toBe('CN=Northgate sign-in')
    expect(certificate.verify(publicKey)).toBe(true)
    expect(certificate.checkPrivateKey(privateKey)).toBe(true)
    expect(certificate.validToDate.toISOString()).toBe(until)
  },
)
