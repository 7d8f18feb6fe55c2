/** Challenges of passkeys are single-use tokens: the browser signs one, and whoever shows it first has used it up. */
import { isoBase64URL } from '@simplewebauthn/server/helpers'
import { consumeToken, issueToken } from '#db/system/single-use.ts'
import type { SystemTx } from '#db/system/system.ts'

/** What a challenge was made for; one made for something else is none. */
export type ChallengeUse = 'sign_in' | 'prove' | 'register'

export interface ChallengeFor {
  use: ChallengeUse
  /** Id of the person; null before anybody is known. */
  personId: string | null
}

const LIFETIME_MS = 5 * 60_000
const NOBODY = 'anybody'

/** As bytes: the library would take text for the bytes of that text. */
export async function issueChallenge(
  trx: SystemTx,
  { use, personId }: ChallengeFor,
): Promise<Uint8Array<ArrayBuffer>> {
  const token = await issueToken(trx, {
    purpose: 'passkey_challenge',
    subject: personId ?? NOBODY,
    payload: { use },
    lifetimeMs: LIFETIME_MS,
  })
  return isoBase64URL.toBuffer(token)
}

/** @param challenge as the browser signed it, base64url */
export async function useChallenge(
  trx: SystemTx,
  challenge: string,
  { use, personId }: ChallengeFor,
): Promise<boolean> {
  const used = await consumeToken(trx, 'passkey_challenge', challenge)
  return used?.payload['use'] === use && used.subject === (personId ?? NOBODY)
}
