/**
 * Sign-in by password. Unknown account, wrong password, account without a password and locked account get the
 * same answer after the same work; a session id is new at every sign-in, and the one it replaces is ended. Whoever
 * has a second factor gets no session here, only a step that leads to it.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { MAX_PASSWORD } from './passwords/password-rules.ts'
import type { PasswordWork, VerifyPassword } from './passwords/password-work.ts'
import { createSessionId } from './session-cookie.ts'
import type { NewSession, SessionStore } from './session-store.ts'
import type { SignInLimits } from './sign-in-limits.ts'

/** Absolute lifetime of a session, whatever is done with it, in milliseconds. */
export const SESSION_LIFETIME_MS = 12 * 3600_000
const MAX_EMAIL = 320
export const BUSY_SECONDS = 3

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

export interface SignInStore<Id = PersonId> {
  start(session: NewSession<Id>): Promise<void>
  end: SessionStore['end']
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
    try {
      // Before anything is counted: being busy must not use up anybody's tries.
      return await deps.passwords.inTurn(({ verify }) =>
        attempt(deps, { ...request, email }, verify),
      )
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'rate_limited') throw error
      return { type: 'too_many_tries', retryAfterSeconds: BUSY_SECONDS }
    }
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

export interface SessionToOpen<Id = PersonId> extends Pick<
  NewSession<Id>,
  'personId' | 'address' | 'userAgent' | 'method' | 'strong'
> {
  replaces: Buffer | null
}

/** @returns the id of a new session; the one the browser came with is over */
export async function openSession<Id>(
  store: Pick<SignInStore<Id>, 'start' | 'end'>,
  { replaces, personId, address, userAgent, method, strong }: SessionToOpen<Id>,
): Promise<string> {
  const { id, hash } = createSessionId()
  await store.start({
    ...{ hash, personId, address, userAgent, method, strong },
    expiresAt: new Date(Date.now() + SESSION_LIFETIME_MS),
    provider: null,
  })
  if (replaces) await store.end(replaces, 'rotated')
  return id
}
