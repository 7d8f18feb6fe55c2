/** Events on their way to the app, as rows: what waits, what is due, how it ended. Order is not promised. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

export interface QueuedEvent {
  seq: number
  type: string
  /** JSON text without `attemptNumber`, which is told when it is sent. */
  body: string
  state: 'waiting' | 'delivered' | 'failed' | 'dropped'
  attempts: number
  status: number | null
  error: string | null
  /** Unix milliseconds. */
  createdAt: number
}

export interface BatchOutcome {
  /** `refused`: an answer after which HubSpot never tries again. */
  state: 'delivered' | 'retry' | 'refused' | 'dropped'
  status: number | null
  error: string | null
}

/** HubSpot's own limit. */
export const MAX_BATCH = 100
/** Backoff doubles from here (ms) … */
const FIRST_RETRY_MS = 500
/** … up to here (ms). HubSpot takes a day for its ten tries; a demo has half an hour. */
const LONGEST_RETRY_MS = 30_000
const MAX_ATTEMPTS = 64
/** Finished ones kept for the control page. */
const KEPT = 1_000

const SCHEMA = `
  create table if not exists hubspot_events (
    seq integer primary key, type text not null, body text not null, state text not null,
    attempts integer not null, next_at integer not null, status integer, error text, created_at integer not null
  );
  create index if not exists hubspot_events_due on hubspot_events (next_at) where state = 'waiting';
`

const toEvent = (row: Record<string, SQLOutputValue>): QueuedEvent => ({
  seq: Number(row['seq']),
  type: String(row['type']),
  body: String(row['body']),
  state: String(row['state']) as QueuedEvent['state'],
  attempts: Number(row['attempts']),
  status: typeof row['status'] === 'number' ? row['status'] : null,
  error: typeof row['error'] === 'string' ? row['error'] : null,
  createdAt: Number(row['created_at']),
})

function stateAfter(attempts: number, { state }: BatchOutcome): QueuedEvent['state'] {
  if (state === 'refused') return 'failed'
  if (state !== 'retry') return state
  return attempts >= MAX_ATTEMPTS ? 'failed' : 'waiting'
}

export type EventQueue = ReturnType<typeof createEventQueue>

export function createEventQueue(db: DatabaseSync) {
  db.exec(SCHEMA)
  const sql = statements(db)
  return {
    add(type: string, body: string): void {
      sql.insert.run(type, body, Date.now(), Date.now())
    },
    due: (): QueuedEvent[] => sql.due.all(Date.now(), MAX_BATCH).map(toEvent),
    /** Milliseconds until something may be due; null when nothing waits. */
    nextDueIn(): number | null {
      const at = sql.earliest.get()?.['at']
      return typeof at === 'number' ? Math.max(at - Date.now(), 0) : null
    },
    settle(events: readonly QueuedEvent[], outcome: BatchOutcome): void {
      for (const { seq, attempts: before } of events) {
        const attempts = before + 1
        const state = stateAfter(attempts, outcome)
        const backoff = Math.min(FIRST_RETRY_MS * 2 ** before, LONGEST_RETRY_MS)
        sql.finish.run(state, attempts, Date.now() + backoff, outcome.status, outcome.error, seq)
      }
      sql.trim.run(KEPT)
    },
    /** Newest first. */
    list: (limit: number): QueuedEvent[] => sql.latest.all(limit).map(toEvent),
    waiting: (): number => Number(sql.count.get()?.['n'] ?? 0),
    /** Lets finished events start again: one, or all that failed; says how many. */
    again: (seq: number | null): number => Number(sql.revive.run(Date.now(), seq, seq).changes),
  }
}

function statements(db: DatabaseSync) {
  return {
    insert: db.prepare(
      `insert into hubspot_events (type, body, state, attempts, next_at, created_at)
       values (?, ?, 'waiting', 0, ?, ?)`,
    ),
    due: db.prepare(
      "select * from hubspot_events where state = 'waiting' and next_at <= ? order by seq limit ?",
    ),
    earliest: db.prepare("select min(next_at) as at from hubspot_events where state = 'waiting'"),
    finish: db.prepare(
      `update hubspot_events set state = ?, attempts = ?, next_at = ?, status = ?, error = ? where seq = ?`,
    ),
    trim: db.prepare(
      `delete from hubspot_events where state <> 'waiting'
         and seq <= (select max(seq) - ? from hubspot_events)`,
    ),
    latest: db.prepare('select * from hubspot_events order by seq desc limit ?'),
    count: db.prepare("select count(*) as n from hubspot_events where state = 'waiting'"),
    revive: db.prepare(
      `update hubspot_events set state = 'waiting', attempts = 0, next_at = ?
       where state <> 'waiting' and (seq = ? or (? is null and state = 'failed'))`,
    ),
  }
}
