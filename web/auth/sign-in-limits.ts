/**
 * How often somebody may try: counted per call, in PostgreSQL, so that replicas share the count. Keys are hashes,
 * since a table of rate limits must not become a list of who tried to sign in.
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

export interface SignInLimits {
  /** Counts one try and says what is used up. */
  take(by: { email: string; address: string }): Promise<Allowance>
  /** After a success: what was used of the account is given back. */
  forgive(by: { email: string; address: string }): Promise<void>
}

export interface Allowance {
  account: boolean
  address: boolean
  /** Until the address may try again. */
  retryAfterSeconds: number
}

/** Tries per window; an office behind one address holds many people. */
const PER_ACCOUNT = 10
const PER_ADDRESS = 100
const WINDOW_SECONDS = 15 * 60

const keyOf = (text: string): string => createHash('sha256').update(text).digest('base64url')
const accountKey = (email: string): string => keyOf(email.trim().toLowerCase())

/** @param door counts on its own: tries at the portal must not lock staff out of the console, nor the reverse */
export function createSignInLimits(
  pool: pg.Pool,
  door: 'sign-in' | 'staff-sign-in' = 'sign-in',
): SignInLimits {
  const limiter = (keyPrefix: string, points: number): RateLimiterPostgres =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      // The migration made it: the app role may not create tables.
      tableCreated: true,
      keyPrefix,
      points,
      duration: WINDOW_SECONDS,
    })
  const accounts = limiter(`${door}-account`, PER_ACCOUNT)
  const addresses = limiter(`${door}-address`, PER_ADDRESS)
  return {
    async take({ email, address }) {
      const account = await consume(accounts, accountKey(email))
      const place = await consume(addresses, keyOf(address))
      return {
        account: account.allowed,
        address: place.allowed,
        retryAfterSeconds: Math.ceil(place.waitMs / 1_000),
      }
    },
    async forgive({ email, address }) {
      await accounts.delete(accountKey(email))
      await addresses.reward(keyOf(address), 1)
    },
  }
}

/** The library rejects with its result when a limit is reached, and with an error when the store fails. */
async function consume(
  limiter: RateLimiterPostgres,
  key: string,
): Promise<{ allowed: boolean; waitMs: number }> {
  try {
    await limiter.consume(key)
    return { allowed: true, waitMs: 0 }
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return { allowed: false, waitMs: refusal.msBeforeNext }
    throw refusal
  }
}
