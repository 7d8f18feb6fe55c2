/** Rows of the hub for tests of what staff read; written as superuser, the shortest way the schema allows. */
import type pg from 'pg'
import { newId, type ConnectionId, type InboxId, type TenantId } from '#workflows/contracts/ids.ts'

export interface InboxFacts {
  connectionId: ConnectionId
  tenantId?: TenantId | null
  state?: string
  verdict?: string | null
  reason?: string | null
  kind?: string | null
  externalId?: string | null
  customer?: string | null
  eventKey?: string
  body?: string
  attempts?: number
  /** Milliseconds ago at which it was received; its id says the same. */
  ageMs?: number
  /** Milliseconds from now at which it is due. */
  dueInMs?: number
}

export async function insertEvent(sql: pg.Pool, facts: InboxFacts): Promise<InboxId> {
  const { ageMs = 0, state = 'done' } = facts
  const at = Date.now() - ageMs
  const id = newId<InboxId>(at)
  await sql.query(
    `insert into inbox (id, connection_id, event_key, event_type, kind, external_id, external_customer_id,
       tenant_id, body, state, verdict, reason, attempts, received_at, due_at, finished_at)
     values ($1, $2, $3, 'order.updated', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      id,
      facts.connectionId,
      facts.eventKey ?? `evt_${id}`,
      facts.kind === undefined ? 'order' : facts.kind,
      facts.externalId ?? null,
      facts.customer ?? null,
      facts.tenantId ?? null,
      facts.body ?? '{}',
      state,
      facts.verdict ?? (state === 'done' ? 'applied' : null),
      facts.reason ?? null,
      facts.attempts ?? 0,
      new Date(at),
      new Date(facts.dueInMs === undefined ? at : Date.now() + facts.dueInMs),
      state === 'pending' ? null : new Date(at),
    ],
  )
  return id
}

export interface RunRow {
  connectionId: ConnectionId
  kind?: string
  lane?: string
  state?: string
  reason?: string | null
  startedBy?: string
  ageMs?: number
  fetched?: number
  written?: number
}

export async function insertRun(sql: pg.Pool, run: RunRow): Promise<string> {
  const id = newId()
  const at = new Date(Date.now() - (run.ageMs ?? 0))
  await sql.query(
    `insert into runs (id, connection_id, kind, lane, state, reason, started_by, started_at, updated_at,
       finished_at, fetched, written, pages)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8, case when $5 = 'running' then null else $8::timestamptz end, $9, $10, 1)`,
    [
      id,
      run.connectionId,
      run.kind ?? 'order',
      run.lane ?? 'backfill',
      run.state ?? 'completed',
      run.reason ?? null,
      run.startedBy ?? 'first backfill',
      at,
      run.fetched ?? 0,
      run.written ?? 0,
    ],
  )
  return id
}
