/** How often something about an account may be tried: counted per call. */
import type pg from 'pg'
import { AppError } from '#workflows/contracts/errors.ts'
import { createRateLimit, type Allowed, type RateLimit } from './rate-limit.ts'

const QUARTER_HOUR = 15 * 60

/** Calls per window (s). An office behind one address holds many people. */
const KINDS = {
  /** Codes for one step of one sign-in: then it begins anew. */
  challenge: { points: 5, seconds: 10 * 60 },
  /** Second factors of one person, over all their sign-ins. */
  factor: { points: 10, seconds: QUARTER_HOUR },
  /** Passkeys shown at the door. */
  passkey_address: { points: 100, seconds: QUARTER_HOUR },
  /** Proving once more who one is. */
  confirm: { points: 10, seconds: QUARTER_HOUR },
  /** Links for a new password: each is a mail to somebody who may not have asked. */
  reset_account: { points: 3, seconds: QUARTER_HOUR },
  reset_address: { points: 30, seconds: QUARTER_HOUR },
  /** Mails to a new address. */
  email_change: { points: 5, seconds: 3600 },
} as const

export type TryKind = keyof typeof KINDS

export interface Tries {
  /** Counts one try. */
  take(kind: TryKind, of: string): Promise<Allowed>
  /** After a success: what was used is given back. */
  forgive(kind: TryKind, of: string): Promise<void>
}

/** @example const { allowed } = await tries.take('factor', personId) */
export function createTries(pool: pg.Pool): Tries {
  const limits = new Map(
    Object.entries(KINDS).map(([kind, bounds]) => [
      kind,
      createRateLimit(pool, { name: `try-${kind}`, ...bounds }),
    ]),
  )
  const limitOf = (kind: TryKind): RateLimit => {
    const limit = limits.get(kind)
    if (!limit) throw new AppError('internal', 'Nobody counts these tries.')
    return limit
  }
  return {
    take: (kind, of) => limitOf(kind).take(of),
    forgive: (kind, of) => limitOf(kind).forgive(of),
  }
}
