/**
 * Sign-in by password. Unknown account, wrong password, account without a password and locked account get the
 * same answer after the same work; a session id is new at every sign-in, and the one it replaces is ended. Whoever
 * has a second factor gets no session here, only a step that leads to it.
 */
import type { PersonId } from '#workflows/contracts/ids.ts'
import { MAX_PASSWORD } from './passwords/password-rules.ts'
import { orBusy, type PasswordWork, type VerifyPassword } from './passwords/password-work.ts'
import { openSession, type OpenedStore } from './open-session.ts'
import type { SignInLimits } from './sign-in-limits.ts'

const MAX_EMAIL = 320

export interface SignInRequest {
  email: string
  password: string
  address: string
  userAgent: string | null
  /** Hash of the session id the browser came with, whoever's it was. */
  replaces: Buffer | null
}

/** Whoever signs in: a person of the portal, or one of staff. */
export type SignInResult<Id = PersonId> =
  | { type: 'signed_in'; personId: Id; sessionId: string }
  /** The password was right; `step` is good for the second factor only. */
  | { type: 'second_step'; step: string }
  | { type: 'refused' }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

export interface SignInStore<Id = PersonId> extends OpenedStore<Id> {
  /** Null for an unknown or disabled account. */
  findPassword(email: string): Promise<{ personId: Id; passwordHash: string | null } | null>
}

export interface SignInDeps<Id = PersonId> {
  store: SignInStore<Id>
  limits: SignInLimits
  passwords: PasswordWork
  /** Begins the second step; null for whoever has no second factor. Without it nobody has one. */
  beginStep?: (who: { personId: Id; email: string }) => Promise<string | null>
}

export type SignIn<Id = PersonId> = (request: SignInRequest) => Promise<SignInResult<Id>>

export function createSignIn<Id = PersonId>(deps: SignInDeps<Id>): SignIn<Id> {
  return async (request) => {
    const email = request.email.trim().toLowerCase()
    if (email === '' || email.length > MAX_EMAIL || request.password.length > MAX_PASSWORD) {
      return { type: 'refused' }
    }
    // Before anything is counted: being busy must not use up anybody's tries.
    return orBusy(
      deps.passwords.inTurn(({ verify }) => attempt(deps, { ...request, email }, verify)),
    )
  }
}

async function attempt<Id>(
  { store, limits, beginStep }: SignInDeps<Id>,
  request: SignInRequest,
  verify: VerifyPassword,
): Promise<SignInResult<Id>> {
  const { email } = request
  const by = { email, address: request.address }
  const allowance = await limits.take(by)
  // The address says nothing about any account, so it may be told to wait before costing a hash.
  if (!allowance.address) {
    return { type: 'too_many_tries', retryAfterSeconds: allowance.retryAfterSeconds }
  }
  const found = await store.findPassword(email)
  const isRight = await verify(found?.passwordHash ?? null, request.password)
  if (!found || !isRight || !allowance.account) return { type: 'refused' }

  const { personId } = found
  const step = (await beginStep?.({ personId, email })) ?? null
  // Tries are given back when the second step succeeds: a stolen password alone must not reset the count.
  if (step !== null) return { type: 'second_step', step }
  const sessionId = await openSession(store, {
    ...request,
    personId,
    method: 'password',
    strong: false,
  })
  await limits.forgive(by)
  return { type: 'signed_in', personId, sessionId }
}
