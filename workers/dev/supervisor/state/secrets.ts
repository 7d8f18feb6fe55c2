/** What an instance makes up once and must find again: passwords, the encryption key, tokens. */
import path from 'node:path'
import { randomBytes, randomUUID } from 'node:crypto'
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
  stripeSecretKey: z.string(),
  stripeWebhookSecret: z.string(),
  hubspotAccessToken: z.string(),
  hubspotClientSecret: z.string(),
  twilioAccountSid: z.string(),
  twilioAuthToken: z.string(),
})
export type Secrets = z.infer<typeof secretsSchema>

/** What any version leaves. */
const someSecrets = z.record(z.string(), z.unknown())

const fileOf = (dataDir: string): string => path.join(dataDir, 'secrets.json')

export function findSecrets(dataDir: string): Secrets | undefined {
  return secretsSchema.safeParse(readPrivate(fileOf(dataDir), someSecrets)).data
}

/** Those of `dataDir`, made on the first call; what an older version did not know is made up beside the rest. */
export function loadSecrets(dataDir: string): Secrets {
  const known = findSecrets(dataDir)
  if (known) return known
  const secrets = secretsSchema.parse({
    ...makeUp(),
    ...readPrivate(fileOf(dataDir), someSecrets),
  })
  writePrivate(fileOf(dataDir), secrets)
  return secrets
}

/** In the form of each provider, so that whatever checks the form is satisfied. */
function makeUp(): Secrets {
  const password = (): string => randomBytes(18).toString('base64url')
  const webhookSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`
  return {
    passwords: { owner: password(), app: password(), worker: password(), staff: password() },
    encryptionKeys: `k1:${randomBytes(32).toString('base64')}`,
    ordersApiToken: password(),
    ordersWebhookSecret: webhookSecret(),
    stripeSecretKey: `sk_test_${randomBytes(24).toString('hex')}`,
    stripeWebhookSecret: webhookSecret(),
    hubspotAccessToken: `pat-eu1-${randomUUID()}`,
    hubspotClientSecret: randomUUID(),
    twilioAccountSid: `AC${randomBytes(16).toString('hex')}`,
    twilioAuthToken: randomBytes(16).toString('hex'),
  }
}
