/** The delivery queue as rows: what waits, what is due, how it ended. One object's events never overtake. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

/** What of an object the queue has to know to tell of it. */
export interface Told {
  id: string
  number: string
  version: number
  updated_at: string
}

export interface Delivery {
  seq: number
  /** The `webhook-id`, the same on every attempt. */
  id: string
  /** Of the order or project it tells of. */
  objectId: string
  number: string
  type: string
  version: number
  body: string
  state: 'waiting' | 'delivered' | 'failed' | 'dropped'
  attempts: number
  status: number | null
  error: string | null
  tookMs: number | null
  /** Unix milliseconds. */
  createdAt: number
  nextAt: number
}

export interface Outcome {
  state: 'delivered' | 'retry' | 'failed' | 'dropped'
  status: number | null
  error: string | null
  tookMs: number
}

/** Backoff doubles from here (ms) … */
const FIRST_RETRY_MS = 500
/** … up to here (ms). */
const LONGEST_RETRY_MS = 30_000
/** A receiver that is down is tried for about half an hour … */
const MAX_ATTEMPTS = 64
/** … one that says no (4xx, except 408, 425 and 429) only a few times. */
const MAX_REFUSALS = 5
/** Finished deliveries kept for the page. */
const KEPT = 500

const RETRYABLE_4XX = [408, 425, 429]

function stateAfter(attempts: number, outcome: Outcome): Delivery['state'] {
  if (outcome.state !== 'retry') return outcome.state
  const { status } = outcome
  const refused =
    status !== null && status >= 400 && status < 500 && !RETRYABLE_4XX.includes(status)
  return attempts >= (refused ? MAX_REFUSALS : MAX_ATTEMPTS) ? 'failed' : 'waiting'
}

const text = (value: SQLOutputValue | undefined): string | null =>
  typeof value === 'string' ? value : null
const whole = (value: SQLOutputValue | undefined): number | null =>
  typeof value === 'number' ? value : null

function toDelivery(row: Record<string, SQLOutputValue>): Delivery {
  return {
    seq: Number(row['seq']),
    id: String(row['id']),
    objectId: String(row['order_id']),
    number: String(row['number']),
    type: String(row['type']),
    version: Number(row['version']),
    body: String(row['body']),
    state: String(row['state']) as Delivery['state'],
    attempts: Number(row['attempts']),
    status: whole(row['status']),
    error: text(row['error']),
    tookMs: whole(row['took_ms']),
    createdAt: Number(row['created_at']),
    nextAt: Number(row['next_at']),
  }
}

export interface DueOptions {
  limit: number
  /** Sequence numbers being sent right now. */
  except: readonly number[]
  /** For shuffling: nothing, until the oldest has waited this long (ms); then objects may overtake themselves. */
  settledFor: number | null
}

export interface Queue {
  add: (event: { id: string; object: Told; type: string }) => void
  due: (options: DueOptions) => Delivery[]
  /** Milliseconds until something may be due; null when nothing waits. */
  nextDueIn: (except: readonly number[]) => number | null
  settle: (delivery: Delivery, outcome: Outcome) => void
  /** Newest first. */
  list: (limit: number) => Delivery[]
  waiting: () => number
  /** Lets a finished delivery start again; false when there is none. */
  again: (id: string) => boolean
}

/** Only the oldest waiting event of an object may go: no other may overtake it. */
const IS_HEAD = `not exists (select 1 from deliveries e
  where e.order_id = d.order_id and e.state = 'waiting' and e.seq < d.seq)`
const NOT_BUSY = 'seq not in (select value from json_each(?))'

export function createQueue(db: DatabaseSync): Queue {
  const sql = statements(db)
  return {
    add({ id, object, type }: { id: string; object: Told; type: string }): void {
      const now = Date.now()
      const body = JSON.stringify({ type, timestamp: object.updated_at, data: object })
      sql.insert.run(id, object.id, object.number, type, object.version, body, now, now)
    },
    due({ limit, except, settledFor }: DueOptions): Delivery[] {
      if (limit <= 0) return []
      const now = Date.now()
      const busy = JSON.stringify(except)
      if (settledFor === null) return sql.heads.all(now, busy, limit).map(toDelivery)
      const oldest = whole(sql.earliest.get(busy)?.['oldest'])
      if (oldest === null || now - oldest < settledFor) return []
      return sql.everything.all(now, busy, limit).map(toDelivery)
    },
    nextDueIn(except: readonly number[]): number | null {
      const at = whole(sql.earliest.get(JSON.stringify(except))?.['at'])
      return at === null ? null : Math.max(at - Date.now(), 0)
    },
    settle(delivery: Delivery, outcome: Outcome): void {
      const now = Date.now()
      const attempts = delivery.attempts + 1
      const state = stateAfter(attempts, outcome)
      const backoff = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS)
      const settled = state === 'waiting' ? null : now
      sql.finish.run(
        state,
        attempts,
        now + backoff,
        outcome.status,
        outcome.error,
        outcome.tookMs,
        settled,
        delivery.seq,
      )
      if (settled !== null && delivery.seq % 50 === 0) sql.trim.run()
    },
    list: (limit: number): Delivery[] => sql.latest.all(limit).map(toDelivery),
    waiting: (): number => Number(sql.count.get()?.['count'] ?? 0),
    again: (id: string): boolean => Number(sql.revive.run(Date.now(), id).changes) > 0,
  }
}

function statements(db: DatabaseSync) {
  return {
    insert: db.prepare(
      `insert into deliveries (id, order_id, number, type, version, body, state, attempts, next_at, created_at)
       values (?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?)`,
    ),
    heads: db.prepare(
      `select * from deliveries d
       where state = 'waiting' and next_at <= ? and ${NOT_BUSY} and ${IS_HEAD} order by seq limit ?`,
    ),
    everything: db.prepare(
      `select * from deliveries
       where state = 'waiting' and next_at <= ? and ${NOT_BUSY} order by seq limit ?`,
    ),
    earliest: db.prepare(
      `select min(next_at) as at, min(created_at) as oldest from deliveries d
       where state = 'waiting' and ${NOT_BUSY} and ${IS_HEAD}`,
    ),
    finish: db.prepare(
      `update deliveries set state = ?, attempts = ?, next_at = ?, status = ?, error = ?, took_ms = ?,
       settled_at = ? where seq = ?`,
    ),
    trim: db.prepare(
      `delete from deliveries where state <> 'waiting' and seq <= (select max(seq) - ${KEPT} from deliveries)`,
    ),
    latest: db.prepare('select * from deliveries order by seq desc limit ?'),
    count: db.prepare("select count(*) as count from deliveries where state = 'waiting'"),
    revive: db.prepare(
      "update deliveries set state = 'waiting', attempts = 0, next_at = ? where id = ? and state <> 'waiting'",
    ),
  }
}
