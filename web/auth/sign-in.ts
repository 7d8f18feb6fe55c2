/**
 * Sign-in by password. Unknown account, wrong password, account without a password and locked account get the
 * same answer after the same work; a session id is new at every sign-in, and the one it replaces is ended.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { createParallelLimit } from '../server/parallel-limit.ts'
import { createSessionId } from './session-cookie.ts'
import type { NewSession, SessionStore } from './session-store.ts'
import type { SignInLimits } from './sign-in-limits.ts'

/** Absolute lifetime of a session, whatever is done with it, in milliseconds. */
export const SESSION_LIFETIME_MS = 12 * 3600_000
const MAX_PASSWORD = 128
const MAX_EMAIL = 320
/** A hash takes 32 MiB and a thread of the four that files and compression need as well. */
const HASHES = { parallel: 2, waiting: 60 }
const BUSY_SECONDS = 3

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
  /** With null it does the same work against a hash nobody's password has, and says no. */
  verifyPassword: (passwordHash: string | null, password: string) => Promise<boolean>
  /** Passwords hashed at a time; 2 unless told. */
  parallel?: number
}

export type SignIn<Id = PersonId> = (request: SignInRequest) => Promise<SignInResult<Id>>

export function createSignIn<Id = PersonId>(deps: SignInDeps<Id>): SignIn<Id> {
  const inTurn = createParallelLimit({ ...HASHES, parallel: deps.parallel ?? HASHES.parallel })
  return async (request) => {
    const email = request.email.trim().toLowerCase()
    if (email === '' || email.length > MAX_EMAIL || request.password.length > MAX_PASSWORD) {
      return { type: 'refused' }
    }
    try {
      // Before anything is counted: being busy must not use up anybody's tries.
      return await inTurn('sign-in', () => attempt(deps, { ...request, email }))
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'rate_limited') throw error
      return { type: 'too_many_tries', retryAfterSeconds: BUSY_SECONDS }
    }
  }
}

async function attempt<Id>(
  { store, limits, verifyPassword }: SignInDeps<Id>,
  request: SignInRequest,
): Promise<SignInResult<Id>> {
  const { email } = request
  const by = { email, address: request.address }
  const allowance = await limits.take(by)
  // The address says nothing about any account, so it may be told to wait before costing a hash.
  if (!allowance.address) {
    return { type: 'too_many_tries', retryAfterSeconds: allowance.retryAfterSeconds }
  }
  const found = await store.findPassword(email)
  const isRight = await verifyPassword(found?.passwordHash ?? null, request.password)
  if (!found || !isRight || !allowance.account) return { type: 'refused' }

  const { id, hash } = createSessionId()
  await store.start({
    hash,
    personId: found.personId,
    expiresAt: new Date(Date.now() + SESSION_LIFETIME_MS),
    address: request.address,
    userAgent: request.userAgent,
    method: 'password',
    strong: false,
    provider: null,
  })
  if (request.replaces) await store.end(request.replaces, 'rotated')
  await limits.forgive(by)
  return { type: 'signed_in', personId: found.personId, sessionId: id }
}
