/** Proof by a passkey: what the browser is asked to sign, and whether what it signed is true. */
import {
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { findPasskey, listPasskeys, usePasskey } from '#db/system/account/passkeys.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { AuthServices } from '../services.ts'
import { issueChallenge, useChallenge } from './challenges.ts'
import { relyingPartyOf } from './relying-party.ts'

type Services = Pick<AuthServices, 'db' | 'publicUrl' | 'operatorName'>

/** @param personId whose keys are asked for; null: any, and the key says whose it is (sole sign-in) */
export function askForPasskey(
  services: Services,
  personId: PersonId | null,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return withSystem(services.db, async (trx) => {
    const use = personId === null ? 'sign_in' : 'prove'
    const challenge = await issueChallenge(trx, { use, personId })
    const keys = personId === null ? [] : await listPasskeys(trx, personId)
    return generateAuthenticationOptions({
      rpID: relyingPartyOf(services).id,
      challenge,
      // Alone it has to stand for knowing and having; beside a password having is enough.
      userVerification: personId === null ? 'required' : 'preferred',
      allowCredentials: keys.map(({ credentialId: id, transports }) => ({ id, transports })),
    })
  })
}

export interface Assertion {
  response: AuthenticationResponseJSON
  /** Null: whoever the key belongs to. */
  personId: PersonId | null
}

export interface PasskeyOwner {
  personId: PersonId
  email: string
}

/** Uses up the challenge, right or wrong. @returns whose key it is; null when it proves nothing */
export async function checkPasskey(
  trx: SystemTx,
  services: Services,
  { response, personId }: Assertion,
): Promise<PasskeyOwner | null> {
  const key = await findPasskey(trx, response.id)
  if (key === undefined || (personId !== null && key.personId !== personId)) return null
  const use = personId === null ? 'sign_in' : 'prove'
  const { id: rpID, origin } = relyingPartyOf(services)
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => useChallenge(trx, challenge, { use, personId }),
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: personId === null,
      credential: {
        id: response.id,
        publicKey: new Uint8Array(key.publicKey),
        counter: key.counter,
      },
    })
    if (!verified) return null
    const isOriginal = await usePasskey(trx, response.id, authenticationInfo.newCounter)
    return isOriginal ? { personId: key.personId, email: key.email } : null
  } catch (error) {
    // The library throws for everything that is wrong with a response; the database has its own errors.
    if (error instanceof Error && !('severity' in error)) return null
    throw error
  }
}
