/**
 * The step between a right password and a session. Its token opens nothing else: no page and no procedure reads its
 * cookie, it works once, for ten minutes and five tries, and only for the person whose password it was.
 */
import { findFactors, type Factors } from '#db/system/account/factors.ts'
import { consumeToken, issueToken, peekToken } from '#db/system/single-use.ts'
import { withSystem } from '#db/system/system.ts'
import { tellTenantsOf } from '#db/write/account-audit.ts'
import { findAccount } from '#db/system/account/account.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { FactorChoice, Proof } from '../../portal/sign-in/door-api.ts'
import { queueNotice } from '../account/security-notice.ts'
import { checkProof } from '../factors/check-proof.ts'
import type { AuthServices } from '../services.ts'
import type { SessionStore } from '../session-store.ts'
import type { SignInLimits } from '../sign-in-limits.ts'
import { openSession } from '../open-session.ts'

const PURPOSE = 'sign_in_step'
export const STEP_MS = 10 * 60_000

export interface StepDeps {
  services: AuthServices
  store: Pick<SessionStore, 'start' | 'end'>
  limits: SignInLimits
}

export const choiceOf = (factors: Factors): FactorChoice => ({
  totp: factors.totp !== null,
  passkey: factors.passkeys > 0,
  recovery: factors.recoveryCodes > 0,
})

/** @returns the token; null for whoever has no second factor */
export const beginStep =
  ({ db }: AuthServices) =>
  (who: { personId: PersonId; email: string }): Promise<string | null> =>
    withSystem(db, async (trx) => {
      const { totp, passkey } = choiceOf(await findFactors(trx, who.personId))
      if (!totp && !passkey) return null
      const payload = { email: who.email }
      return issueToken(trx, {
        ...{ purpose: PURPOSE, payload },
        subject: who.personId,
        lifetimeMs: STEP_MS,
      })
    })

export interface OpenStep {
  personId: PersonId
  email: string
  factors: FactorChoice
}

/** Null: used, run out, or never begun. */
export const findStep = ({ db }: AuthServices, token: string): Promise<OpenStep | null> =>
  withSystem(db, async (trx) => {
    const step = await peekToken(trx, PURPOSE, token)
    if (step === null) return null
    const personId = step.subject as PersonId
    const { email } = step.payload
    const factors = choiceOf(await findFactors(trx, personId))
    return { personId, email: typeof email === 'string' ? email : '', factors }
  })

export interface StepToFinish {
  token: string
  proof: Proof
  address: string
  userAgent: string | null
  replaces: Buffer | null
}

export type StepResult =
  | { type: 'signed_in'; sessionId: string }
  | { type: 'wrong' }
  | { type: 'over' }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

export async function finishStep(deps: StepDeps, step: StepToFinish): Promise<StepResult> {
  const { services, store, limits } = deps
  const { token, proof, address } = step
  const found = await findStep(services, token)
  if (found === null) return { type: 'over' }
  const { personId, email } = found
  if (!(await services.tries.take('challenge', token)).allowed) {
    await withSystem(services.db, (trx) => consumeToken(trx, PURPOSE, token))
    return { type: 'over' }
  }
  const result = await checkProof(services, {
    ...{ personId, proof },
    also: async (trx) => (await consumeToken(trx, PURPOSE, token)) !== null,
  })
  if (result.type !== 'right') {
    await tellOfFailure(services, personId, step)
    return result
  }
  if (proof.type === 'recovery') await warnOfRecovery(services, { personId, address })
  const sessionId = await openSession(store, {
    ...step,
    personId,
    method: 'password',
    strong: true,
  })
  await limits.forgive({ email, address })
  return { type: 'signed_in', sessionId }
}

/** Each try is bounded by the limits above, so the audit log cannot be flooded from here. */
async function tellOfFailure(
  { db }: AuthServices,
  personId: PersonId,
  { proof, address, userAgent }: StepToFinish,
): Promise<void> {
  const changes = { factor: { from: null, to: proof.type } }
  const origin = { address, userAgent }
  await withSystem(db, (trx) =>
    tellTenantsOf(trx, personId, { action: 'session.factor_failed', changes, origin }),
  )
}

async function warnOfRecovery(
  services: AuthServices,
  { personId, address }: { personId: PersonId; address: string },
): Promise<void> {
  const mailId = await withSystem(services.db, async (trx) => {
    const person = await findAccount(trx, personId)
    return person && queueNotice(trx, services, { notice: 'recovery_used', person, address })
  })
  if (mailId !== undefined) services.sendMailSoon(mailId)
}
