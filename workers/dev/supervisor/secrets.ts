/** What an instance makes up once and must find again: passwords, the encryption key, tokens. */
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { readPrivate, writePrivate } from './private-file.ts'

const secretsSchema = z.object({
  passwords: z.object({
    owner: z.string(),
    app: z.string(),
    worker: z.string(),
    staff: z.string(),
  }),
  encryptionKeys: z.string(),
  ordersApiToken: z.string(),
  ordersWebhookSecret: z.string(),
})
export type Secrets = z.infer<typeof secretsSchema>

const fileOf = (dataDir: string): string => path.join(dataDir, 'secrets.json')

export function findSecrets(dataDir: string): Secrets | undefined {
  return readPrivate(fileOf(dataDir), secretsSchema)
}

/** Those of `dataDir`, made on the first call. */
export function loadSecrets(dataDir: string): Secrets {
  const known = findSecrets(dataDir)
  if (known) return known
  const password = (): string => randomBytes(18).toString('base64url')
  const secrets: Secrets = {
    passwords: { owner: password(), app: password(), worker: password(), staff: password() },
    encryptionKeys: `k1:${randomBytes(32).toString('base64')}`,
    ordersApiToken: password(),
    ordersWebhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
  }
  writePrivate(fileOf(dataDir), secrets)
  return secrets
}
