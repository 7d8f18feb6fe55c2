/** What went wrong, in the classes that decide what happens to an event: one table for drains, pages and polls. */
import { AppError, systemCodeOf } from '#workflows/contracts/errors.ts'

/**
 * `overtaken`: another worker holds the claim · `ours`: PostgreSQL is away · `transient`: the source is failing ·
 * `refused`: credentials or configuration · `invalid`: this content can never be stored · `unknown`: a bug, perhaps.
 */
export type Fault = 'overtaken' | 'ours' | 'transient' | 'refused' | 'invalid' | 'unknown'

const BY_CODE: Partial<Record<AppError['code'], Fault>> = {
  conflict: 'overtaken',
  unavailable: 'ours',
  upstream_unavailable: 'transient',
  rate_limited: 'transient',
  upstream_refused: 'refused',
  config: 'refused',
  // Of a list: the base URL leads to another place.
  not_found: 'refused',
  upstream_invalid: 'invalid',
  invalid_input: 'invalid',
}

/** Connection, resources, operator intervention, system error, read-only server, rollback for concurrency, timeout. */
const OURS = /^(08|53|57|58|25006|40|55P03|25P0)/
/** Data exception, integrity constraint violation. */
const INVALID = /^(22|23)/
const LOST =
  /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)|connection terminated|timeout exceeded when trying to connect|not queryable/i

export function faultOf(error: unknown): Fault {
  if (error instanceof AppError) return BY_CODE[error.code] ?? 'unknown'
  if (!(error instanceof Error)) return 'unknown'
  // Our own deadline over a group of requests.
  if (error.name === 'TimeoutError') return 'transient'
  const code = systemCodeOf(error)
  if (OURS.test(code) || LOST.test(code) || LOST.test(error.message)) return 'ours'
  return INVALID.test(code) ? 'invalid' : 'unknown'
}

/** In one line, for the console; never a query or its values. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Something went wrong.'
  if (error.name === 'TimeoutError') return 'The source did not answer in time.'
  return error.message.split('\n', 1)[0] ?? error.name
}

const MIN_WAIT_MS = 1_000
/** Longest wait between two tries, and how long a parked connection is left alone; in milliseconds. */
export const MAX_WAIT_MS = 15 * 60_000

/**
 * Twice the wait before, with a quarter of jitter either way, so that a recovering source is not hit by everything at
 * once. How old an event is says nothing: what waited its turn in a backlog may have met its first failure.
 *
 * @param waitedMs null: nothing has failed before
 */
export function backoffMs(waitedMs: number | null, random: () => number = Math.random): number {
  const wait = Math.min(Math.max((waitedMs ?? 0) * 2, MIN_WAIT_MS), MAX_WAIT_MS)
  return Math.round(wait * (0.75 + random() / 2))
}

/** Milliseconds the source asked us to wait, or null. */
function retryAfterOf(error: unknown): number | null {
  const wait = error instanceof AppError ? error.detail['retryAfterMs'] : undefined
  return typeof wait === 'number' ? wait : null
}

/**
 * Milliseconds until what a failing source kept from being done is tried again. Never sooner than it asked for; later
 * by up to a quarter, since it told everybody the same moment.
 *
 * @param waitedMs how long it waited before this try because of a failure; null: nothing has failed before
 */
export function retryInMs(
  error: unknown,
  waitedMs: number | null,
  random: () => number = Math.random,
): number {
  const asked = retryAfterOf(error)
  if (asked === null) return backoffMs(waitedMs, random)
  return Math.round(asked + Math.max(asked / 4, MIN_WAIT_MS) * random())
}
