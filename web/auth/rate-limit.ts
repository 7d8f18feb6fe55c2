/**
 * One count of tries, in PostgreSQL, so that replicas share it. Keys are hashes, since a table of counts must not
 * become a list of who tried what.
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

export interface Allowed {
  allowed: boolean
  /** Until the next one, when it is not. */
  retryAfterSeconds: number
}

export interface RateLimit {
  /** Counts one call. */
  take(of: string): Promise<Allowed>
  /** Gives back everything, or as many calls as named. */
  forgive(of: string, calls?: number): Promise<void>
  /** Without counting. */
  isReached(of: string): Promise<boolean>
  /** Counts one call whether or not the limit is reached. */
  count(of: string): Promise<void>
}

export interface RateLimitOptions {
  /** Tells this count from all others. */
  name: string
  points: number
  /** Of the window. */
  seconds: number
}

const keyOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** @example const limit = createRateLimit(pool, { name: 'sign-in-account', points: 10, seconds: 900 }) */
export function createRateLimit(
  pool: pg.Pool,
  { name, points, seconds }: RateLimitOptions,
): RateLimit {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    // The migration made it: the app role may not create tables.
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: seconds,
  })
  return {
    async take(of) {
      try {
        await limiter.consume(keyOf(of))
        return { allowed: true, retryAfterSeconds: 0 }
      } catch (refusal) {
        // The library rejects with its result when a limit is reached, and with an error when the store fails.
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        return { allowed: false, retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1_000) }
      }
    },
    async forgive(of, calls) {
      if (calls === undefined) await limiter.delete(keyOf(of))
      else await limiter.reward(keyOf(of), calls)
    },
    async isReached(of) {
      const used = await limiter.get(keyOf(of))
      return used !== null && used.consumedPoints >= points
    },
    async count(of) {
      await limiter.penalty(keyOf(of))
    },
  }
}
