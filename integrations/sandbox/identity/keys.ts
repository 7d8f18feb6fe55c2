/** The key that the sandbox's identity providers sign with: made at the first start, kept with its state. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { z } from 'zod'
import { selfSignedCertificate } from '../../kit/certificate/self-signed.ts'
import type { Store } from '../store.ts'

export interface IdentityKey {
  privateKey: string
  certificate: string
  jwk: ReturnType<typeof toJwk>
}

const SETTING = 'identity key'
const TEN_YEARS_MS = 10 * 365 * 24 * 3600_000
const kept = z.object({ privateKey: z.string(), certificate: z.string() })

const toJwk = (privateKey: string) => ({
  ...createPrivateKey(privateKey).export({ format: 'jwk' }),
  use: 'sig',
  alg: 'RS256',
})

export function identityKey(store: Pick<Store, 'setting' | 'saveSetting'>): IdentityKey {
  const known = kept.safeParse(store.setting(SETTING))
  const key = known.success ? known.data : newKey()
  if (!known.success) store.saveSetting(SETTING, key)
  return { ...key, jwk: toJwk(key.privateKey) }
}

function newKey(): z.output<typeof kept> {
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const now = Date.now()
  const certificate = selfSignedCertificate({
    privateKey,
    commonName: 'Sandbox identity provider',
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + TEN_YEARS_MS),
  })
  return { privateKey, certificate }
}
