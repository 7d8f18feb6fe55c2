/**
 * The step between a right password and a session, or between it and the linking of an identity. Its token opens
 * nothing else: no page and no procedure reads its cookie, it works once, for ten minutes and five tries, and only for
 * the person whose password it was.
 */
import { createHash } from 'node:crypto'
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

/** An identity that its browser was asked about, and how it is linked once the account has shown that it agrees. */
export interface LinkInWaiting {
  /** Of the browser that asks; a step for one identity links no other. */
  token: string
  /** @returns null when the question is over */
  finish(): Promise<Opened | null>
}

interface Opened {
  sessionId: string
  to: string
}

interface Beginning {
  personId: PersonId
  email: string
  /** Token of the linking that the step leads to; none: it leads to a session. */
  linkToken?: string
}

const markOf = (linkToken: string): string =>
  createHash('sha256').update(linkToken).digest('base64url')

/** @returns the token; null for whoever has no second factor */
export const beginStep =
  ({ db }: Pick<AuthServices, 'db'>) =>
  (who: Beginning): Promise<string | null> =>
    withSystem(db, async (trx) => {
      const { totp, passkey } = choiceOf(await findFactors(trx, who.personId))
      if (!totp && !passkey) return null
      const { email, linkToken } = who
      const payload = { email, ...(linkToken === undefined ? {} : { link: markOf(linkToken) }) }
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
  /** Hash of the token of a linking; null: a session is what comes of it. */
  link: string | null
}

/** Null: used, run out, or never begun. */
export const findStep = ({ db }: AuthServices, token: string): Promise<OpenStep | null> =>
  withSystem(db, async (trx) => {
    const step = await peekToken(trx, PURPOSE, token)
    if (step === null) return null
    const personId = step.subject as PersonId
    const { email, link } = step.payload
    const factors = choiceOf(await findFactors(trx, personId))
    return {
      ...{ personId, factors },
      email: typeof email === 'string' ? email : '',
      link: typeof link === 'string' ? link : null,
    }
  })

export interface StepToFinish {
  token: string
  proof: Proof
  address: string
  userAgent: string | null
  replaces: Buffer | null
  /** What this browser was asked about, if anything. */
  link: LinkInWaiting | null
}

export type StepResult =
  /** `to`: where a linking leads; null: where the browser wanted to go. */
  | { type: 'signed_in'; sessionId: string; to: string | null }
  | { type: 'wrong' }
  | { type: 'over' }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

export async function finishStep(deps: StepDeps, step: StepToFinish): Promise<StepResult> {
  const { services, store, limits } = deps
  const { token, proof, address } = step
  const found = await findStep(services, token)
  if (found === null || !isOfThisBrowser(found, step)) return { type: 'over' }
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
  await limits.forgive({ email, address })
  if (found.link !== null) {
    const opened = (await step.link?.finish()) ?? null
    return opened ? { type: 'signed_in', ...opened } : { type: 'over' }
  }
  const { replaces, userAgent } = step
  const sessionId = await openSession(store, {
    ...{ personId, address, userAgent, replaces },
    ...{ method: 'password', strong: true },
  })
  return { type: 'signed_in', sessionId, to: null }
}

/** Before anything is used up: a step that links needs the browser that was asked about that very identity. */
const isOfThisBrowser = (found: OpenStep, { link }: StepToFinish): boolean =>
  found.link === null || (link !== null && markOf(link.token) === found.link)

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
