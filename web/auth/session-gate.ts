/** What stands between a live session and a tenant whose rules ask for more than it has. */
import type { SessionGate } from '#workflows/contracts/access.ts'
import { AppError } from '#workflows/contracts/errors.ts'

export const GATE_WORDS: Readonly<Record<SessionGate, string>> = {
  mfa: 'This company asks for a second factor.',
  sso: 'This company asks for its own single sign-on.',
  sign_in: 'Please sign in for this company.',
}

/** @throws AppError `step_up` with the gate in its detail */
export function requireOpen({ gate }: { gate: SessionGate | null }): void {
  if (gate !== null) throw new AppError('step_up', GATE_WORDS[gate], { detail: { gate } })
}
