/**
 * How often something about an account may be tried: counted per call, in PostgreSQL, so that replicas share the
 * count. Keys are hashes, since a table of counts must not become a list of who tried what.
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

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

export interface Allowed {
  allowed: boolean
  /** Until the next one, when it is not. */
  retryAfterSeconds: number
}

export interface Tries {
  /** Counts one try. */
  take(kind: TryKind, of: string): Promise<Allowed>
  /** After a success: what was used is given back. */
  forgive(kind: TryKind, of: string): Promise<void>
}

const keyOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** @example const { allowed } = await tries.take('factor', personId) */
export function createTries(pool: pg.Pool): Tries {
  const limiters = new Map(
    Object.entries(KINDS).map(([kind, { points, seconds }]) => [
      kind,
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'rate_limits',
        // The migration made it: the app role may not create tables.
        tableCreated: true,
        keyPrefix: `try-${kind}`,
        points,
        duration: seconds,
      }),
    ]),
  )
  return {
    async take(kind, of) {
      try {
        await limiters.get(kind)?.consume(keyOf(of))
        return { allowed: true, retryAfterSeconds: 0 }
      } catch (refusal) {
        // The library rejects with its result when a limit is reached, and with an error when the store fails.
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        return { allowed: false, retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1_000) }
      }
    },
    forgive: async (kind, of) => {
      await limiters.get(kind)?.delete(keyOf(of))
    },
  }
}
