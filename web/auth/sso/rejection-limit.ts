/** How often an address may bring answers that are refused: each costs a signature check and an entry in a log. */
import type pg from 'pg'
import { createRateLimit, type RateLimit } from '../rate-limit.ts'

export type RejectionLimit = Pick<RateLimit, 'isReached' | 'count'>

const PER_ADDRESS = 60
const WINDOW_SECONDS = 15 * 60

export const createRejectionLimit = (pool: pg.Pool): RejectionLimit =>
  createRateLimit(pool, { name: 'sso-rejected', points: PER_ADDRESS, seconds: WINDOW_SECONDS })
