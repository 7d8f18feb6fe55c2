/**
 * Hashing and checking passwords, a few at a time: a hash takes 32 MiB and a thread of the four that files and
 * compression need as well. Whoever finds no place to wait is told to come back, before anything is counted.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import { createParallelLimit } from '../../server/parallel-limit.ts'

/** With null it does the same work against a hash nobody's password has, and says no. */
export type VerifyPassword = (passwordHash: string | null, password: string) => Promise<boolean>
export type HashPassword = (password: string) => Promise<string>

export interface PasswordWork {
  /** @throws AppError `rate_limited` when too many wait already */
  inTurn<T>(work: (by: { verify: VerifyPassword; hash: HashPassword }) => Promise<T>): Promise<T>
}

export interface PasswordWorkOptions {
  verify: VerifyPassword
  hash: HashPassword
  /** At a time; 2 unless told. */
  parallel?: number
}

const PARALLEL = 2
const WAITING = 60

/** @example const work = createPasswordWork({ verify: verifyPassword, hash: hashPassword }) */
export function createPasswordWork({
  verify,
  hash,
  parallel = PARALLEL,
}: PasswordWorkOptions): PasswordWork {
  const limit = createParallelLimit({ parallel, waiting: WAITING })
  return { inTurn: (work) => limit('password', () => work({ verify, hash })) }
}

/** What somebody is told whose password found no place to be looked at. */
const BUSY = { type: 'too_many_tries', retryAfterSeconds: 3 } as const

/** Work with passwords as an outcome: `rate_limited` is the answer BUSY, everything else is thrown on. */
export async function orBusy<T>(work: Promise<T>): Promise<T | typeof BUSY> {
  try {
    return await work
  } catch (error) {
    if (error instanceof AppError && error.code === 'rate_limited') return BUSY
    throw error
  }
}
