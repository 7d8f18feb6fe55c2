/** Second factors of a person: the secret of their app (sealed) and the codes that stand in for it. */
import { sql } from 'kysely'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { SystemTx } from '../system.ts'
import { consumeToken, countTokens, revokeTokens, storeToken } from '../single-use.ts'

export interface Factors {
  /** Sealed; null: none is set up. */
  totp: string | null
  totpSince: Date | null
  /** Sealed; shown, and not yet proved by a code. */
  pendingTotp: string | null
  passkeys: number
  /** That are left. */
  recoveryCodes: number
}

const NONE: Factors = {
  totp: null,
  totpSince: null,
  pendingTotp: null,
  passkeys: 0,
  recoveryCodes: 0,
}

export async function findFactors(trx: SystemTx, personId: PersonId): Promise<Factors> {
  const { rows } = await sql<Factors>`
    select totp, totp_since as "totpSince", pending_totp as "pendingTotp", passkeys,
      recovery_codes as "recoveryCodes"
    from app.find_factors(${personId})`.execute(trx)
  return rows[0] ?? NONE
}

export async function savePendingTotp(
  trx: SystemTx,
  personId: PersonId,
  sealed: string,
): Promise<void> {
  await sql`select app.save_pending_totp(${personId}, ${sealed})`.execute(trx)
}

/** @returns false when this secret is no longer the one that waits */
export async function activateTotp(
  trx: SystemTx,
  personId: PersonId,
  sealed: string,
): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`
    select app.activate_totp(${personId}, ${sealed}) as done`.execute(trx)
  return rows[0]?.done ?? false
}

/** @returns whether there was one */
export async function removeTotp(trx: SystemTx, personId: PersonId): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`
    select app.remove_totp(${personId}) as done`.execute(trx)
  return rows[0]?.done ?? false
}

/** Of whom, and how they are kept: staff have theirs under a purpose of their own. */
export interface RecoveryOwner {
  purpose: 'recovery_code' | 'staff_recovery_code'
  id: string
}

/** They do not run out: a token of a hundred years is one. */
const LIFETIME_MS = 100 * 365.25 * 24 * 3600_000
const tokenOf = (owner: RecoveryOwner, code: string): string => `${owner.id}.${code}`

/** In place of all earlier ones. */
export async function replaceRecoveryCodes(
  trx: SystemTx,
  owner: RecoveryOwner,
  codes: readonly string[],
): Promise<void> {
  await revokeTokens(trx, owner.purpose, owner.id)
  for (const code of codes) {
    await storeToken(trx, tokenOf(owner, code), {
      purpose: owner.purpose,
      subject: owner.id,
      lifetimeMs: LIFETIME_MS,
    })
  }
}

export async function removeRecoveryCodes(trx: SystemTx, owner: RecoveryOwner): Promise<void> {
  await revokeTokens(trx, owner.purpose, owner.id)
}

/** @returns how many are left; null when this one is none of theirs, or no longer */
export async function useRecoveryCode(
  trx: SystemTx,
  owner: RecoveryOwner,
  code: string,
): Promise<number | null> {
  const used = await consumeToken(trx, owner.purpose, tokenOf(owner, code))
  return used === null ? null : countTokens(trx, owner.purpose, owner.id)
}
