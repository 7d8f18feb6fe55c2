/** Who may change how a person signs in: that person, seen within the last minutes, and not through somebody else's word. */
import { AppError } from '#workflows/contracts/errors.ts'
import type { SessionFacts } from './session-store.ts'

/** Milliseconds for which a proof of who one is holds. */
export const FRESH_MS = 10 * 60_000

/**
 * @throws AppError `step_up` when the proof is too old; `forbidden` for a session of single sign-on: one company's
 * identity provider vouched for it, and the account opens others as well
 */
export function requireFresh({
  method,
  provenMsAgo,
}: Pick<SessionFacts, 'method' | 'provenMsAgo'>): void {
  if (method === 'sso') {
    throw new AppError('forbidden', 'You are signed in by single sign-on: sign in by password.')
  }
  if (provenMsAgo > FRESH_MS) {
    throw new AppError('step_up', 'Please confirm that it is you.', { detail: { gate: 'fresh' } })
  }
}
