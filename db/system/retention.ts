/** Removes, a batch at a time, what was kept for looking back and is too old for that: sessions and refusals. */
import { sql } from 'kysely'
import type { SystemTx } from './system.ts'

export interface Retention {
  /** Milliseconds since it ended or happened. */
  olderThanMs: number
  /** Rows of each kind at most. */
  limit: number
}

/** Sessions whose absolute end is long past, however they ended; returns how many. */
export async function pruneSessions(trx: SystemTx, options: Retention): Promise<number> {
  const { rows } = await sql<{ removed: number }>`
    select app.prune_sessions(make_interval(secs => ${options.olderThanMs / 1000}), ${options.limit})
      as removed`.execute(trx)
  return rows[0]?.removed ?? 0
}

/** Views by staff that are long over; the customers' audit logs keep telling of them. */
export async function pruneViews(trx: SystemTx, options: Retention): Promise<number> {
  const { rows } = await sql<{ removed: number }>`
    select app.prune_views(make_interval(secs => ${options.olderThanMs / 1000}), ${options.limit})
      as removed`.execute(trx)
  return rows[0]?.removed ?? 0
}

/** Tokens and marks that nobody can use any more, and what became of old mails. */
export async function pruneSingleUse(trx: SystemTx, options: Retention): Promise<number> {
  const age = sql`make_interval(secs => ${options.olderThanMs / 1000})`
  let removed = 0n
  for (const [table, key, expired] of [
    ['single_use_tokens', 'token_hash', sql`expires_at < now()`],
    ['used_marks', 'mark_hash', sql`expires_at < now()`],
    ['account_mails', 'id', sql`created_at < now() - ${age}`],
  ] as const) {
    const result = await sql`
      delete from ${sql.table(table)} where ${sql.ref(key)} in (
        select ${sql.ref(key)} from ${sql.table(table)} where ${expired} limit ${options.limit})`.execute(
      trx,
    )
    removed += result.numAffectedRows ?? 0n
  }
  return Number(removed)
}

/** Counts and samples of refused webhooks; the samples hold addresses of people. Returns how many rows went. */
export async function pruneRefusals(trx: SystemTx, options: Retention): Promise<number> {
  const since = sql`now() - make_interval(secs => ${options.olderThanMs / 1000})`
  const counts = await sql`
    delete from intake_refusals where ctid in (
      select ctid from intake_refusals where minute < ${since} order by minute limit ${options.limit})`.execute(
    trx,
  )
  const samples = await sql`
    delete from intake_refusal_samples where id in (
      select id from intake_refusal_samples where at < ${since} limit ${options.limit})`.execute(
    trx,
  )
  return Number(counts.numAffectedRows ?? 0n) + Number(samples.numAffectedRows ?? 0n)
}
