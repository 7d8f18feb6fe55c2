/** A change of address: begun by the person, done once both addresses have agreed, stopped by either. */
import { sql } from 'kysely'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { SystemTx } from '../system.ts'

export interface EmailChange {
  id: string
  address: string
  oldConfirmed: boolean
  newConfirmed: boolean
  expiresAt: Date
}

export type AddressSide = 'old' | 'new'

export interface NewEmailChange {
  id: string
  personId: PersonId
  address: string
  lifetimeMs: number
}

/** In place of one that was begun before. @returns false when the address belongs to an account already */
export async function beginEmailChange(trx: SystemTx, change: NewEmailChange): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    select app.begin_email_change(${change.id}, ${change.personId}, ${change.address},
      make_interval(secs => ${change.lifetimeMs / 1_000})) as free`.execute(trx)
  return rows[0]?.free ?? false
}

export async function findEmailChange(
  trx: SystemTx,
  personId: PersonId,
): Promise<EmailChange | undefined> {
  const { rows } = await sql<EmailChange>`
    select id, address, old_confirmed as "oldConfirmed", new_confirmed as "newConfirmed",
      expires_at as "expiresAt"
    from app.find_email_change(${personId})`.execute(trx)
  return rows[0]
}

/** `taken`: somebody else got this address meanwhile. `gone`: stopped, replaced or too late. */
export type Confirmation = 'waiting' | 'changed' | 'taken' | 'gone'

export async function confirmEmailChange(
  trx: SystemTx,
  id: string,
  side: AddressSide,
): Promise<Confirmation> {
  const { rows } = await sql<{ state: Confirmation }>`
    select app.confirm_email_change(${id}, ${side}) as state`.execute(trx)
  return rows[0]?.state ?? 'gone'
}

/** @returns whether there was one */
export async function stopEmailChange(trx: SystemTx, personId: PersonId): Promise<boolean> {
  const { rows } = await sql<{ stopped: boolean }>`
    select app.stop_email_change(${personId}) as stopped`.execute(trx)
  return rows[0]?.stopped ?? false
}
