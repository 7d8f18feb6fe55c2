/**
 * Proving once more who one is, before something about the account changes or where a tenant asks for a second
 * factor. A factor makes the session strong under a new id; a password only renews the moment of proof.
 */
import { findAccount } from '#db/system/account/account.ts'
import { findFactors, type Factors } from '#db/system/account/factors.ts'
import { reauthenticate, renewSession } from '#db/system/account/sessions.ts'
import { withSystem } from '#db/system/system.ts'
import { tellTenantsOf } from '#db/write/account-audit.ts'
import type { ConfirmView, Proof } from '../../portal/sign-in/door-api.ts'
import { checkProof } from '../factors/check-proof.ts'
import { MAX_PASSWORD } from '../passwords/password-rules.ts'
import type { AuthServices } from '../services.ts'
import { createSessionId } from '../session-cookie.ts'
import type { Authenticated } from '../session-store.ts'
import { orBusy } from '../passwords/password-work.ts'
import { choiceOf } from './second-step.ts'

export type ConfirmResult =
  /** `sessionId`: the session goes on under this one; null: under the same. */
  | { type: 'confirmed'; sessionId: string | null }
  | { type: 'wrong' }
  /** This session or this proof does not do. */
  | { type: 'refused' }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

export interface Confirming {
  found: Authenticated
  hash: Buffer
}

/** Whoever has a second factor shows it at least once per session; after that the password will do as well. */
const passwordWillDo = ({ session }: Authenticated, { totp, passkeys }: Factors): boolean =>
  session.strong || (totp === null && passkeys === 0)

export const findConfirm = ({ db }: AuthServices, found: Authenticated): Promise<ConfirmView> =>
  withSystem(db, async (trx) => {
    const { person, session } = found
    const factors = await findFactors(trx, person.id)
    const account = await findAccount(trx, person.id)
    const hasPassword = (account?.passwordHash ?? null) !== null
    return {
      password: hasPassword && passwordWillDo(found, factors),
      factors: choiceOf(factors),
      refused: session.method === 'sso' ? 'sso' : null,
      email: person.email,
    }
  })

export async function confirmPerson(
  services: AuthServices,
  { found, hash }: Confirming,
  shown: { password: string } | Proof,
): Promise<ConfirmResult> {
  // An identity provider of one company vouched for this session: it must not change the way in to others.
  if (found.session.method === 'sso') return { type: 'refused' }
  if ('password' in shown) return confirmByPassword(services, { found, hash }, shown.password)
  const { person } = found
  const result = await checkProof(services, { personId: person.id, proof: shown })
  if (result.type !== 'right') return result
  const next = createSessionId()
  const renewed = await withSystem(services.db, async (trx) => {
    const ids = { old: hash, new: next.hash }
    if (!(await renewSession(trx, ids, { strong: true }))) return false
    await tellTenantsOf(trx, person.id, {
      action: 'session.confirmed',
      changes: { factor: { from: null, to: shown.type } },
    })
    return true
  })
  return renewed ? { type: 'confirmed', sessionId: next.id } : { type: 'refused' }
}

async function confirmByPassword(
  services: AuthServices,
  { found, hash }: Confirming,
  password: string,
): Promise<ConfirmResult> {
  const { person } = found
  const { allowed, retryAfterSeconds } = await services.tries.take('confirm', person.id)
  if (!allowed) return { type: 'too_many_tries', retryAfterSeconds }
  const { account, factors } = await withSystem(services.db, async (trx) => ({
    account: await findAccount(trx, person.id),
    factors: await findFactors(trx, person.id),
  }))
  if (!passwordWillDo(found, factors)) return { type: 'refused' }
  if (password.length > MAX_PASSWORD) return { type: 'wrong' }
  const passwordHash = account?.passwordHash ?? null
  const isRight = await orBusy(
    services.passwords.inTurn(({ verify }) => verify(passwordHash, password)),
  )
  if (isRight === false) return { type: 'wrong' }
  if (isRight !== true) return isRight
  await withSystem(services.db, (trx) => reauthenticate(trx, hash))
  await services.tries.forgive('confirm', person.id)
  return { type: 'confirmed', sessionId: null }
}
