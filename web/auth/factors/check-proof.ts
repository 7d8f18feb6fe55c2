/** Whether somebody whose account is known already has their second factor, whichever of theirs they show. */
import { findFactors, useRecoveryCode } from '#db/system/account/factors.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { Proof } from '../../portal/sign-in/door-api.ts'
import { checkPasskey } from '../passkeys/assert.ts'
import { readAssertion } from '../passkeys/read-response.ts'
import type { AuthServices } from '../services.ts'
import { readRecoveryCode } from './recovery-codes.ts'
import { openTotp, useTotpCode } from './totp-secret.ts'

export type ProofResult =
  /** `recoveryLeft`: how many codes are left when one was used up for it. */
  | { type: 'right'; recoveryLeft: number | null }
  | { type: 'wrong' }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

export interface ProofOf {
  personId: PersonId
  proof: Proof
  /** In the same transaction as the use of the code; false takes it back. */
  also?: (trx: SystemTx) => Promise<boolean>
}

class TakenBack extends Error {}

/** Counts the try before anything else. What is right is used up, and the count given back. */
export async function checkProof(
  services: AuthServices,
  { personId, proof, also = () => Promise.resolve(true) }: ProofOf,
): Promise<ProofResult> {
  const { allowed, retryAfterSeconds } = await services.tries.take('factor', personId)
  if (!allowed) return { type: 'too_many_tries', retryAfterSeconds }
  try {
    const result = await withSystem(services.db, async (trx): Promise<ProofResult> => {
      const found = await check(trx, services, { personId, proof })
      // A rollback, so that a code is not lost on a step that somebody else has finished.
      if (found.type === 'right' && !(await also(trx))) throw new TakenBack()
      return found
    })
    if (result.type === 'right') await services.tries.forgive('factor', personId)
    return result
  } catch (error) {
    if (error instanceof TakenBack) return { type: 'wrong' }
    throw error
  }
}

async function check(
  trx: SystemTx,
  services: AuthServices,
  { personId, proof }: Pick<ProofOf, 'personId' | 'proof'>,
): Promise<ProofResult> {
  const right = (recoveryLeft: number | null = null): ProofResult => ({
    type: 'right',
    recoveryLeft,
  })
  switch (proof.type) {
    case 'totp': {
      const { totp } = await findFactors(trx, personId)
      if (totp === null) return { type: 'wrong' }
      const owner = { id: personId, mark: 'totp_step' } as const
      const secret = openTotp(services.keyring, owner, totp)
      return (await useTotpCode(trx, owner, { secret, code: proof.code }))
        ? right()
        : { type: 'wrong' }
    }
    case 'recovery': {
      const code = readRecoveryCode(proof.code)
      if (code === null) return { type: 'wrong' }
      const left = await useRecoveryCode(trx, { purpose: 'recovery_code', id: personId }, code)
      return left === null ? { type: 'wrong' } : right(left)
    }
    case 'passkey': {
      const response = readAssertion(proof.response)
      if (response === null) return { type: 'wrong' }
      return (await checkPasskey(trx, services, { response, personId }))
        ? right()
        : { type: 'wrong' }
    }
  }
}
