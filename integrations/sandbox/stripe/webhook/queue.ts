/** Events on their way to the endpoint, as rows: what waits, what is due, how it ended. Order is not promised. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

export interface Dispatch {
  seq: number
  /** The event's id, the same on every attempt. */
  id: string
  type: string
  /** Id of the object inside. */
  subject: string
  body: string
  state: 'waiting' | 'delivered' | 'failed' | 'dropped'
  attempts: number
  status: number | null
  error: string | null
  /** Unix milliseconds. */
  createdAt: number
}

export interface DispatchOutcome {
  state: 'delivered' | 'retry' | 'failed' | 'dropped'
  status: number | null
  error: string | null
}

/** Backoff doubles from here (ms) … */
const FIRST_RETRY_MS = 500
/** … up to here (ms). Stripe takes days; a demo has half an hour. */
const LONGEST_RETRY_MS = 30_000
const MAX_ATTEMPTS = 64
/** Finished ones kept for the control page. */
const KEPT = 500

const SCHEMA = `
  create table if not exists stripe_deliveries (
    seq integer primary key, id text not null unique, type text not null, subject text not null,
    body text not null, state text not null, attempts integer not null, next_at integer not null,
    status integer, error text, created_at integer not null
  );
  create index if not exists stripe_deliveries_due on stripe_deliveries (next_at) where state = 'waiting';
`

const toDispatch = (row: Record<string, SQLOutputValue>): Dispatch => ({
  seq: Number(row['seq']),
  id: String(row['id']),
  type: String(row['type']),
  subject: String(row['subject']),
  body: String(row['body']),
  state: String(row['state']) as Dispatch['state'],
  attempts: Number(row['attempts']),
  status: typeof row['status'] === 'number' ? row['status'] : null,
  error: typeof row['error'] === 'string' ? row['error'] : null,
  createdAt: Number(row['created_at']),
})

export type Queue = ReturnType<typeof createQueue>

export function createQueue(db: DatabaseSync) {
  db.exec(SCHEMA)
  const insert = db.prepare(
    `insert into stripe_deliveries (id, type, subject, body, state, attempts, next_at, created_at)
     values (?, ?, ?, ?, 'waiting', 0, ?, ?)`,
  )
  const due = db.prepare(
    `select * from stripe_deliveries where state = 'waiting' and next_at <= ?
       and seq not in (select value from json_each(?)) order by seq limit ?`,
  )
  const earliest = db.prepare(
    `select min(next_at) as at from stripe_deliveries
     where state = 'waiting' and seq not in (select value from json_each(?))`,
  )
  const finish = db.prepare(
    `update stripe_deliveries set state = ?, attempts = ?, next_at = ?, status = ?, error = ? where seq = ?`,
  )
  const trim = db.prepare(
    `delete from stripe_deliveries where state <> 'waiting'
       and seq <= (select max(seq) - ${String(KEPT)} from stripe_deliveries)`,
  )
  const latest = db.prepare('select * from stripe_deliveries order by seq desc limit ?')
  const count = db.prepare("select count(*) as n from stripe_deliveries where state = 'waiting'")
  const revive = db.prepare(
    "update stripe_deliveries set state = 'waiting', attempts = 0, next_at = ? where id = ? and state <> 'waiting'",
  )
  return {
    add({ id, type, subject, body }: Pick<Dispatch, 'id' | 'type' | 'subject' | 'body'>): void {
      insert.run(id, type, subject, body, Date.now(), Date.now())
    },
    due: (limit: number, except: readonly number[]): Dispatch[] =>
      limit <= 0 ? [] : due.all(Date.now(), JSON.stringify(except), limit).map(toDispatch),
    /** Milliseconds until something may be due; null when nothing waits. */
    nextDueIn: (except: readonly number[]): number | null => {
      const at = earliest.get(JSON.stringify(except))?.['at']
      return typeof at === 'number' ? Math.max(at - Date.now(), 0) : null
    },
    settle(dispatch: Dispatch, outcome: DispatchOutcome): void {
      const attempts = dispatch.attempts + 1
      const again = outcome.state === 'retry' && attempts < MAX_ATTEMPTS
      const state = again ? 'waiting' : outcome.state === 'retry' ? 'failed' : outcome.state
      const backoff = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS)
      const nextAt = Date.now() + backoff
      finish.run(state, attempts, nextAt, outcome.status, outcome.error, dispatch.seq)
      if (!again && dispatch.seq % 50 === 0) trim.run()
    },
    list: (limit: number): Dispatch[] => latest.all(limit).map(toDispatch),
    waiting: (): number => Number(count.get()?.['n'] ?? 0),
    again: (id: string): boolean => Number(revive.run(Date.now(), id).changes) > 0,
  }
}
