/**
 * Removes, a batch at a time, what was kept for looking back and is too old for that. What still waits for somebody
 * has no age here: an inbox row goes only once it is finished.
 */
import { sql } from 'kysely'
import type { TenantId } from '#workflows/contracts/ids.ts'
import type { SystemTx } from './system.ts'

export interface Retention {
  /** Milliseconds since it ended or happened. */
  olderThanMs: number
  /** Rows of each kind at most. */
  limit: number
}

/** Events that were finished long ago, the oldest first; rows that somebody is working on are left out. Returns how many. */
export async function pruneInbox(trx: SystemTx, options: Retention): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from inbox where id in (
      select id from inbox
      where state in ('done', 'ignored')
        and finished_at < now() - make_interval(secs => ${options.olderThanMs / 1000})
      order by finished_at limit ${options.limit} for update skip locked)`.execute(trx)
  return Number(numAffectedRows ?? 0n)
}

/** Tenants with live events older than that, by id from the one after `after` on; nobody else is looked at. */
export async function listTenantsWithOldEvents(
  trx: SystemTx,
  { olderThanMs, limit, after }: Retention & { after: TenantId | null },
): Promise<TenantId[]> {
  const { rows } = await sql<{ tenantId: TenantId }>`
    select tenant_id as "tenantId" from app.tenants_with_old_live_events(
      make_interval(secs => ${olderThanMs / 1000}), ${after}::uuid, ${limit})`.execute(trx)
  return rows.map(({ tenantId }) => tenantId)
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

/** Webhook secrets that were replaced and are taken no more; returns of how many connections. */
export async function pruneSecrets(trx: SystemTx, options: Retention): Promise<number> {
  const { numAffectedRows } = await sql`
    update connections set retiring_secrets = '[]', secrets_retire_at = null where id in (
      select id from connections
      where secrets_retire_at < now() - make_interval(secs => ${options.olderThanMs / 1000})
      limit ${options.limit} for no key update skip locked)`.execute(trx)
  return Number(numAffectedRows ?? 0n)
}

/** What reconciliations found long ago: it is not so any more. Returns how many rows went. */
export async function pruneDifferences(trx: SystemTx, options: Retention): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from run_differences where ctid in (
      select ctid from run_differences
      where found_at < now() - make_interval(secs => ${options.olderThanMs / 1000})
      order by found_at limit ${options.limit})`.execute(trx)
  return Number(numAffectedRows ?? 0n)
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
