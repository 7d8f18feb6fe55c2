import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findSecrets, loadSecrets } from './secrets.ts'

let folder = ''
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-secrets-'))
})
afterEach(() => fs.rm(folder, { recursive: true }))

test('secrets are made up once and found again', () => {
  expect(findSecrets(folder)).toBeUndefined()
  const made = loadSecrets(folder)
  expect(loadSecrets(folder)).toEqual(made)
  expect(findSecrets(folder)).toEqual(made)
})

test('what an older version left is kept, and only what it did not know is made up', async () => {
  const made = loadSecrets(folder)
  const { passwords, encryptionKeys, ordersApiToken, ordersWebhookSecret } = made
  const old = { passwords, encryptionKeys, ordersApiToken, ordersWebhookSecret }
  await fs.writeFile(path.join(folder, 'secrets.json'), JSON.stringify(old))
  expect(findSecrets(folder)).toBeUndefined()
  const now = loadSecrets(folder)
  expect(now).toMatchObject(old)
  expect(now.stripeSecretKey).not.toBe(made.stripeSecretKey)
  expect(loadSecrets(folder)).toEqual(now)
})
