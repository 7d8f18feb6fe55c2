/** What is under way or went wrong lately, counted over the whole instance. */
import { sql } from 'kysely'
import { OPEN_RUN_STATES } from '../runs.ts'
import type { SystemTx } from '../system.ts'
import { FIGURES_CAP } from './connections.ts'

export interface RunCount {
  lane: string
  state: string
  count: number
}

const CAP = sql.lit(FIGURES_CAP)

/** Runs that are open, and those that ended within the last day. */
export async function readRunFigures(trx: SystemTx): Promise<RunCount[]> {
  const { rows } = await sql<RunCount>`
    select lane, state, count(*)::integer as count from (
      select lane, state from runs
      where state = any(${OPEN_RUN_STATES}::text[]) or finished_at > now() - interval '1 day'
      limit ${CAP}) as recent
    group by lane, state`.execute(trx)
  return rows
}

export interface MessageFigures {
  /** Which queue: mails about accounts, or alerts to the operator. */
  queue: 'account_mail' | 'operator_alert'
  /** Not finished, up to FIGURES_CAP. */
  open: number
  /** Seconds since the oldest of them was written; 0 when there is none. */
  oldestSeconds: number
}

export async function readMessageFigures(trx: SystemTx): Promise<MessageFigures[]> {
  const { rows } = await sql<MessageFigures>`
    select queue, count(created_at)::integer as open,
      coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as "oldestSeconds"
    from (values ('account_mail'), ('operator_alert')) as queues (queue)
    left join lateral (
      (select created_at from account_mails
       where queue = 'account_mail' and state in ('pending', 'sending')
       order by created_at limit ${CAP})
      union all
      (select created_at from operator_alerts
       where queue = 'operator_alert' and state in ('pending', 'sending')
       order by created_at limit ${CAP})) as waiting on true
    group by queue order by queue`.execute(trx)
  return rows
}

/** Seconds since the latest backup that was read back; null when there is none. */
export async function readBackupAge(trx: SystemTx): Promise<number | null> {
  const { rows } = await sql<{ age: number }>`
    select extract(epoch from now() - made_at)::float8 as age from backups
    where verified order by made_at desc limit 1`.execute(trx)
  return rows[0]?.age ?? null
}
