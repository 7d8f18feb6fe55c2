/** Requests refused at the door: counts by reason and minute, and the last samples, which never held a body. */
import { sql, type RawBuilder } from 'kysely'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { StaffTx } from './staff-tx.ts'

export interface Refusals {
  /** By reason over the last day, the most frequent first. */
  reasons: { reason: string; count: number; lastAt: string }[]
  /** The latest minutes, newest first. */
  minutes: { reason: string; minute: string; count: number }[]
  samples: {
    id: string
    reason: string
    at: string
    address: string | null
    userAgent: string | null
    eventKey: string | null
  }[]
}

const MINUTES = 30
const SAMPLES = 20

/** @param connectionId null: what named no connection that exists */
export async function listRefusals(
  trx: StaffTx,
  connectionId: ConnectionId | null,
): Promise<Refusals> {
  const ofConnection: RawBuilder<boolean> =
    connectionId === null ? sql`connection_id is null` : sql`connection_id = ${connectionId}`
  const lately = sql`${ofConnection} and minute > now() - interval '1 day'`
  const reasons = await sql<{ reason: string; count: number; lastAt: Date }>`
    select reason, sum(count)::bigint as count, max(minute) as "lastAt" from intake_refusals
    where ${lately} group by reason order by count desc, reason limit 20`.execute(trx)
  const minutes = await sql<{ reason: string; minute: Date; count: number }>`
    select reason, minute, count from intake_refusals
    where ${lately} order by minute desc, reason limit ${sql.lit(MINUTES)}`.execute(trx)
  const samples = await sql<Omit<Refusals['samples'][number], 'at'> & { at: Date }>`
    select id, reason, at, address, user_agent as "userAgent", event_key as "eventKey"
    from intake_refusal_samples where ${ofConnection} order by at desc limit ${sql.lit(SAMPLES)}`.execute(
    trx,
  )
  return {
    reasons: reasons.rows.map((row) => ({ ...row, lastAt: row.lastAt.toISOString() })),
    minutes: minutes.rows.map((row) => ({ ...row, minute: row.minute.toISOString() })),
    samples: samples.rows.map((row) => ({ ...row, at: row.at.toISOString() })),
  }
}
