/** Signing in by a passkey alone: the device has verified the person, so it stands for both factors. */
import { withSystem } from '#db/system/system.ts'
import { checkPasskey } from '../passkeys/assert.ts'
import { readAssertion } from '../passkeys/read-response.ts'
import { openSession } from '../open-session.ts'
import type { StepDeps } from './second-step.ts'

export interface PasskeyToShow {
  /** JSON text. */
  response: string
  address: string
  userAgent: string | null
  replaces: Buffer | null
}

export type PasskeyResult =
  | { type: 'signed_in'; sessionId: string }
  | { type: 'refused' }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

export async function signInByPasskey(
  { services, store }: StepDeps,
  shown: PasskeyToShow,
): Promise<PasskeyResult> {
  const { allowed, retryAfterSeconds } = await services.tries.take('passkey_address', shown.address)
  if (!allowed) return { type: 'too_many_tries', retryAfterSeconds }
  const response = readAssertion(shown.response)
  if (response === null) return { type: 'refused' }
  const owner = await withSystem(services.db, (trx) =>
    checkPasskey(trx, services, { response, personId: null }),
  )
  if (owner === null) return { type: 'refused' }
  const { personId } = owner
  const session = { ...shown, personId, method: 'passkey', strong: true } as const
  return { type: 'signed_in', sessionId: await openSession(store, session) }
}
