/** How often an address may bring answers that are refused: each costs a signature check and an entry in a log. */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { RateLimiterPostgres } from 'rate-limiter-flexible'

export interface RejectionLimit {
  isReached(address: string): Promise<boolean>
  count(address: string): Promise<void>
}

const PER_ADDRESS = 60
const WINDOW_SECONDS = 15 * 60

export function createRejectionLimit(pool: pg.Pool): RejectionLimit {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: 'sso-rejected',
    points: PER_ADDRESS,
    duration: WINDOW_SECONDS,
  })
  const keyOf = (address: string): string =>
    createHash('sha256').update(address).digest('base64url')
  return {
    async isReached(address) {
      const used = await limiter.get(keyOf(address))
      return used !== null && used.consumedPoints >= PER_ADDRESS
    },
    async count(address) {
      await limiter.penalty(keyOf(address))
    },
  }
}
