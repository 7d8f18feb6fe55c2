/** The second factor of staff as it is stored: sealed secrets, and recovery codes as tokens that are used once. */
import { sql } from 'kysely'
import type { StaffId } from '#workflows/contracts/ids.ts'
import { consumeToken, revokeTokens, storeToken } from '../single-use.ts'
import type { SystemTx } from '../system.ts'

export interface StaffFactor {
  email: string
  /** Sealed; null: none yet. */
  active: string | null
  /** Sealed; waits for a code of it. */
  pending: string | null
}

/** Null for an unknown or disabled account. @param trx of `portside_staff`, as for all that follows */
export async function findStaffFactor(trx: SystemTx, id: StaffId): Promise<StaffFactor | null> {
  const { rows } = await sql<StaffFactor>`select * from app.staff_factor(${id})`.execute(trx)
  return rows[0] ?? null
}

/** @returns the sealed secret that waits: an earlier one, if there is one */
export async function beginStaffTotp(trx: SystemTx, id: StaffId, sealed: string): Promise<string> {
  const { rows } = await sql<{ sealed: string }>`
    select app.begin_staff_totp(${id}, ${sealed}) as sealed`.execute(trx)
  return rows[0]?.sealed ?? sealed
}

/** @returns false when it is not the one that waits, or there is one in use */
export async function activateStaffTotp(
  trx: SystemTx,
  id: StaffId,
  sealed: string,
): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`
    select app.activate_staff_totp(${id}, ${sealed}) as done`.execute(trx)
  return rows[0]?.done ?? false
}

const PURPOSE = 'staff_recovery_code'
/** They do not run out: a token of a hundred years is one. */
const LIFETIME_MS = 100 * 365.25 * 24 * 3600_000
const tokenOf = (id: StaffId, code: string): string => `${id}.${code}`

/** In place of all earlier ones. @param codes in the form that is compared */
export async function replaceStaffRecoveryCodes(
  trx: SystemTx,
  id: StaffId,
  codes: readonly string[],
): Promise<void> {
  await revokeTokens(trx, PURPOSE, id)
  for (const code of codes) {
    const token = { purpose: PURPOSE, subject: id, lifetimeMs: LIFETIME_MS } as const
    await storeToken(trx, tokenOf(id, code), token)
  }
}

/** Of any number of tries with one code, one gets true. */
export const useStaffRecoveryCode = async (
  trx: SystemTx,
  id: StaffId,
  code: string,
): Promise<boolean> => (await consumeToken(trx, PURPOSE, tokenOf(id, code))) !== null
