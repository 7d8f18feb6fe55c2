/**
 * A sign-in that is under way: a single-use row that only the browser that began it can use, for one provider. It lies
 * in PostgreSQL, so any process may read the answer.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Database } from '#db/client.ts'
import { consumeToken, issueToken, peekToken } from '#db/system/single-use.ts'
import { withSystem } from '#db/system/system.ts'
import { REQUEST_LIFETIME_MS } from '../saml/verify-response.ts'
import { SsoRejection } from './rejection.ts'

const payload = z.object({
  browser: z.string(),
  next: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** An admin tries the provider out: nobody is signed in. */
  tester: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Hash of the session that the new one takes the place of, base64url. */
  replaces: z.string().nullable(),
})

export type SsoRequest = z.output<typeof payload>

export const newSecret = (): string => randomBytes(32).toString('base64url')
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** @returns the token: the state of OIDC, and behind `_` the id of a SAML request */
export function openRequest(
  db: Database,
  providerId: string,
  { browser, ...request }: SsoRequest,
): Promise<string> {
  return withSystem(db, (trx) =>
    issueToken(trx, {
      purpose: 'sso_request',
      subject: providerId,
      payload: { ...request, browser: hashOf(browser) },
      lifetimeMs: REQUEST_LIFETIME_MS,
    }),
  )
}

/** Whether there is such a request of this provider, without using it up. */
export async function isOpenRequest(
  db: Database,
  providerId: string,
  token: string,
): Promise<boolean> {
  const found = await withSystem(db, (trx) => peekToken(trx, 'sso_request', token))
  return found?.subject === providerId
}

/**
 * Used up by whoever asks, right or wrong.
 *
 * @throws SsoRejection `request` when it is unknown, used, too old, of another provider or of another browser
 */
export async function useRequest(
  db: Database,
  providerId: string,
  { token, browser }: { token: string; browser: string | null },
): Promise<SsoRequest> {
  const found = await withSystem(db, (trx) => consumeToken(trx, 'sso_request', token))
  const request = payload.safeParse(found?.payload)
  if (found?.subject !== providerId || !request.success || browser === null) {
    throw new SsoRejection('request', 'This answers no request of ours.')
  }
  const [given, kept] = [Buffer.from(hashOf(browser)), Buffer.from(request.data.browser)]
  if (given.length !== kept.length || !timingSafeEqual(given, kept)) {
    throw new SsoRejection('request', 'This answers the request of another browser.')
  }
  return request.data
}
