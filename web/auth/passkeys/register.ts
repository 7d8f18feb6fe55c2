/** A new passkey of somebody who is signed in: what the browser is asked to make, and keeping what it made. */
import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { addPasskey, listPasskeys } from '#db/system/account/passkeys.ts'
import type { SystemTx } from '#db/system/system.ts'
import { newId, type PersonId } from '#workflows/contracts/ids.ts'
import type { AuthServices } from '../services.ts'
import { issueChallenge, useChallenge } from './challenges.ts'
import { relyingPartyOf } from './relying-party.ts'

type Party = Pick<AuthServices, 'publicUrl' | 'operatorName'>

export interface KeyOwner {
  id: PersonId
  email: string
  name: string
}

export const MAX_PASSKEYS = 20

export async function offerPasskey(
  trx: SystemTx,
  services: Party,
  owner: KeyOwner,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { id: rpID, name: rpName } = relyingPartyOf(services)
  const known = await listPasskeys(trx, owner.id)
  return generateRegistrationOptions({
    rpID,
    rpName,
    userName: owner.email,
    userDisplayName: owner.name,
    userID: new TextEncoder().encode(owner.id),
    challenge: await issueChallenge(trx, { use: 'register', personId: owner.id }),
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
    // Kept by the device where it can, so that it may stand alone at the door.
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
}

export interface PasskeyToKeep {
  owner: KeyOwner
  name: string
  response: RegistrationResponseJSON
}

/** @returns false when it proves nothing, its challenge was used, or somebody has this key already */
export async function keepPasskey(
  trx: SystemTx,
  services: Party,
  { owner, name, response }: PasskeyToKeep,
): Promise<boolean> {
  const { id: rpID, origin } = relyingPartyOf(services)
  const found = await verify()
  if (found?.registrationInfo === undefined) return false
  const { credential } = found.registrationInfo
  return addPasskey(trx, {
    id: newId(),
    personId: owner.id,
    credentialId: credential.id,
    name,
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: credential.transports ?? [],
  })

  async function verify() {
    try {
      return await verifyRegistrationResponse({
        response,
        expectedChallenge: (challenge) =>
          useChallenge(trx, challenge, { use: 'register', personId: owner.id }),
        expectedOrigin: origin,
        expectedRPID: rpID,
        requireUserVerification: false,
      })
    } catch (error) {
      if (error instanceof Error && !('severity' in error)) return undefined
      throw error
    }
  }
}
