/** How often somebody may try to sign in: counted per call, by account and by address. */
import type pg from 'pg'
import { createRateLimit, type RateLimit } from './rate-limit.ts'

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

/** @param door counts on its own: tries at the portal must not lock staff out of the console, nor the reverse */
export function createSignInLimits(
  pool: pg.Pool,
  door: 'sign-in' | 'staff-sign-in' = 'sign-in',
): SignInLimits {
  const limit = (of: 'account' | 'address', points: number): RateLimit =>
    createRateLimit(pool, { name: `${door}-${of}`, points, seconds: WINDOW_SECONDS })
  const accounts = limit('account', PER_ACCOUNT)
  const addresses = limit('address', PER_ADDRESS)
  return {
    async take({ email, address }) {
      const account = await accounts.take(accountOf(email))
      const { allowed, retryAfterSeconds } = await addresses.take(address)
      return { account: account.allowed, address: allowed, retryAfterSeconds }
    },
    async forgive({ email, address }) {
      await accounts.forgive(accountOf(email))
      await addresses.forgive(address, 1)
    },
  }
}

const accountOf = (email: string): string => email.trim().toLowerCase()
