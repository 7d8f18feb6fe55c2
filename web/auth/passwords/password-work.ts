/**
 * Hashing and checking passwords, a few at a time: a hash takes 32 MiB and a thread of the four that files and
 * compression need as well. Whoever finds no place to wait is told to come back, before anything is counted.
 */
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
