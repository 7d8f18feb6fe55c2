/** A person at their own account, for tests: second factors set up, mails read, proofs shown. */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { z } from 'zod'
import { createKeyring } from '#db/secrets.ts'
import { openMail } from '#db/system/account-mails.ts'
import { totpCodeAt } from '../auth/factors/totp.ts'
import type { Browser } from './browser.ts'
import { SoftPasskey } from './soft-passkey.ts'
import type { World } from './world.ts'

const offer = z.object({ secret: z.string(), uri: z.string() })
const enabled = z.object({
  type: z.literal('enabled'),
  recoveryCodes: z.array(z.string()).nullable(),
})
const challenge = z.looseObject({ challenge: z.string() })

/** Of the step that is now; a step later, so that one that was used does not stand in the way. */
export const codeOf = (secret: string, steps = 0): string =>
  totpCodeAt(secret, Date.now() + steps * 30_000)

/** Sets up an app for whoever is signed in there. */
export async function setUpApp(browser: Browser): Promise<{ secret: string; codes: string[] }> {
  const { secret } = offer.parse((await browser.mutate('portal.account.totp.begin')).data)
  // The code of the step before: the one of now stays free for the test.
  const input = { code: codeOf(secret, -1) }
  const answer = await browser.mutate('portal.account.totp.confirm', { input })
  return { secret, codes: enabled.parse(answer.data).recoveryCodes ?? [] }
}

export async function addPasskey(
  browser: Browser,
  origin: string,
  options: { verifies?: boolean; rpId?: string } = {},
): Promise<SoftPasskey> {
  const key = new SoftPasskey({ origin, ...options })
  const asked = await browser.mutate('portal.account.passkeys.offer')
  const response = key.register(challenge.parse(asked.data))
  const input = { name: 'Work laptop', response }
  const added = await browser.mutate('portal.account.passkeys.add', { input })
  z.object({ type: z.literal('added') }).parse(added.data)
  return key
}

export const post = (browser: Browser, path: string, body: unknown): Promise<Response> =>
  browser.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

export const askChallenge = async (browser: Browser, path: string) =>
  challenge.parse(await (await browser.fetch(path, { method: 'POST' })).json())

export interface QueuedMail {
  template: string
  recipient: string
  values: Record<string, string>
}

/** Mails that wait to be sent, oldest first. */
export async function readMails(world: World): Promise<QueuedMail[]> {
  const keyring = createKeyring(world.encryptionKeys)
  const { rows } = await world.sql.query<{
    id: string
    template: string
    recipient: string
    sealed: string
  }>('select id, template, recipient, sealed from account_mails order by created_at, id')
  return rows.map(({ id, template, recipient, sealed }) => ({
    ...{ template, recipient },
    values: openMail(keyring, { id, sealed }).values,
  }))
}

/** What is queued after an answer needs a moment. */
export async function waitForMail(
  world: World,
  recipient: string,
  template: string,
): Promise<QueuedMail> {
  for (let tries = 0; tries < 300; tries++) {
    const found = (await readMails(world)).findLast(
      (mail) => mail.recipient === recipient && mail.template === template,
    )
    if (found) return found
    await sleep(20)
  }
  throw new Error(`no mail "${template}" for ${recipient}`)
}

export const tokenIn = ({ values }: QueuedMail): string =>
  new URL(values['link'] ?? '').searchParams.get('token') ?? ''

export const forgetTries = (sql: pg.Pool) => sql.query('delete from rate_limits')
