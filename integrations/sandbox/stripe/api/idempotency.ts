/**
 * Answers to keys already used: the same request gets the same answer, another one with the key is refused.
 * Saved in the transaction of the work itself, so a lost answer never means that it is done twice.
 */
import { createHash } from 'node:crypto'
import { StripeFailure } from '../failure.ts'
import type { StripeStore } from '../store.ts'

/** Stripe forgets keys after a day; in seconds. */
const KEPT_SECONDS = 86_400

export interface Answer {
  status: number
  body: object
}

export interface SavedAnswer extends Answer {
  requestId: string
}

export interface KeyedRequest {
  key: string
  method: string
  path: string
  form: string
  /** Unix seconds. */
  at: number
}

export type Idempotency = ReturnType<typeof createIdempotency>

const fingerprintOf = ({ method, path, form }: KeyedRequest): string =>
  createHash('sha256').update(`${method} ${path}\n${form}`).digest('hex')

export function createIdempotency({ db }: StripeStore) {
  const find = db.prepare('select * from stripe_keys where key = ?')
  const save = db.prepare(
    'insert into stripe_keys (key, fingerprint, status, body, request_id, created) values (?, ?, ?, ?, ?, ?)',
  )
  const forget = db.prepare('delete from stripe_keys where created < ?')
  return {
    /** @throws StripeFailure when the key was used for something else */
    recall(request: KeyedRequest): SavedAnswer | null {
      forget.run(request.at - KEPT_SECONDS)
      const row = find.get(request.key)
      if (!row) return null
      if (row['fingerprint'] !== fingerprintOf(request)) {
        throw new StripeFailure(400, {
          type: 'idempotency_error',
          message:
            'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
            `Try using a key other than '${request.key}' if you meant to execute a different request.`,
        })
      }
      const body = JSON.parse(String(row['body'])) as object
      return { status: Number(row['status']), body, requestId: String(row['request_id']) }
    },
    save(request: KeyedRequest, answer: SavedAnswer): void {
      const { status, body, requestId } = answer
      const { key, at } = request
      save.run(key, fingerprintOf(request), status, JSON.stringify(body), requestId, at)
    },
  }
}
