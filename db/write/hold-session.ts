/**
 * For every write that a person asks for: their session must still be there when it commits. Signing out waits for
 * the lock, so nothing is written after its answer.
 */
import { sql } from 'kysely'
import { AppError } from '#workflows/contracts/errors.ts'
import type { SystemTx } from '../system/system.ts'
import type { TenantTx } from '../tenant.ts'

/**
 * Call it first in the transaction, and keep that short: whoever ends the session waits for it.
 *
 * @throws AppError `unauthenticated` when the session has ended since the request was let in
 */
export async function holdSession(trx: TenantTx | SystemTx, idHash: Buffer): Promise<void> {
  const { rows } = await sql<{ held: boolean }>`
    select app.hold_session(${idHash}) as held`.execute(trx)
  if (!rows[0]?.held) throw new AppError('unauthenticated', 'Please sign in.')
}
