/** The sessions of one person: what they see of them, and how they end. */
import { sql } from 'kysely'
import type { SessionMethod } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { SystemTx } from '../system.ts'

export interface OwnSession {
  /** Names it; opens nothing. */
  handle: string
  method: SessionMethod
  strong: boolean
  createdAt: Date
  seenAt: Date
  address: string | null
  userAgent: string | null
}

/** Those that are alive, the one used last first. */
export async function listSessions(trx: SystemTx, personId: PersonId): Promise<OwnSession[]> {
  const { rows } = await sql<OwnSession>`
    select handle, method, strong, created_at as "createdAt", seen_at as "seenAt", address,
      user_agent as "userAgent"
    from app.list_sessions(${personId})`.execute(trx)
  return rows
}

export interface WhichSessions {
  /** One of them; all unless told. */
  handle?: string
  /** Hash of the id of one that stays. */
  except?: Buffer
  reason: 'revoked' | 'password_changed' | 'password_reset'
}

/** Their streams hear of it through the database. @returns how many ended */
export async function endSessions(
  trx: SystemTx,
  personId: PersonId,
  { handle, except, reason }: WhichSessions,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select app.end_own_sessions(${personId}, ${handle ?? null}, ${except ?? null}, ${reason}) as n`.execute(
    trx,
  )
  return rows[0]?.n ?? 0
}

/** @returns false when the old one has ended meanwhile */
export async function renewSession(
  trx: SystemTx,
  ids: { old: Buffer; new: Buffer },
  { strong }: { strong: boolean },
): Promise<boolean> {
  const { rows } = await sql<{ renewed: boolean }>`
    select app.renew_session(${ids.old}, ${ids.new}, ${strong}) as renewed`.execute(trx)
  return rows[0]?.renewed ?? false
}

/** This person has just proved again who they are. */
export async function reauthenticate(trx: SystemTx, idHash: Buffer): Promise<void> {
  await sql`select app.reauthenticate_session(${idHash})`.execute(trx)
}
