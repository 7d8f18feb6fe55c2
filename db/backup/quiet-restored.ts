/**
 * What a database of yesterday must not bring back: sessions that were ended since, links and codes that were used or
 * withdrawn since, and messages that went out since. Nobody can tell which those are, so it is all of them.
 */
import type pg from 'pg'
import { newId } from '#workflows/contracts/ids.ts'

/** How much of each was ended. */
export interface Quieted {
  sessions: number
  tokens: number
  messages: number
}

const SESSIONS = [
  `update view_as_sessions set ended_at = now(), end_reason = 'staff_signed_out'
   where ended_at is null`,
  `update sessions set ended_at = now(), end_reason = 'restored' where ended_at is null`,
  `update staff_sessions set ended_at = now(), end_reason = 'restored' where ended_at is null`,
]
/** Recovery codes are among them: one may have been used since. */
const TOKENS = ['delete from single_use_tokens', 'delete from email_changes']
const REASON = 'The database was restored from a backup; whether this went out is not known.'
const MESSAGES = [
  `update account_mails set state = 'failed', sealed = null, finished_at = now(), reason = $1
   where state in ('pending', 'sending')`,
  `update operator_alerts set state = 'failed', finished_at = now(), reason = $1
   where state in ('pending', 'sending')`,
]

/**
 * One transaction; again it changes nothing.
 *
 * @param client of a role that passes by row security
 */
export async function quietRestored(client: pg.Client): Promise<Quieted> {
  const count = async (statements: readonly string[], values: unknown[] = []): Promise<number> => {
    let sum = 0
    for (const statement of statements) sum += (await client.query(statement, values)).rowCount ?? 0
    return sum
  }
  await client.query('begin')
  try {
    const quieted = {
      sessions: await count(SESSIONS),
      tokens: await count(TOKENS),
      messages: await count(MESSAGES, [REASON]),
    }
    await client.query(
      `insert into staff_actions (id, staff_id, staff_name, command, result)
       values ($1, null, 'Command line', '{"type": "restored"}', $2)`,
      [newId(), JSON.stringify({ type: 'staff_done', ended: quieted.sessions })],
    )
    await client.query('commit')
    return quieted
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
