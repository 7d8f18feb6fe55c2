/** A secret of an app at rest: sealed for one person, opened for one comparison. */
import { seal, unseal, type Keyring } from '#db/secrets.ts'
import { markUsed, readClock, type MarkPurpose } from '#db/system/single-use.ts'
import type { SystemTx } from '#db/system/system.ts'
import { findTotpStep, TOTP_MARK_MS } from './totp.ts'

/** Whose it is: staff have a mark of their own, so that no id of one could stand for another. */
export interface TotpOwner {
  id: string
  mark: Extract<MarkPurpose, 'totp_step' | 'staff_totp_step'>
}

const placeOf = ({ id }: Pick<TotpOwner, 'id'>) => ({ owner: id, field: 'totp' })

export const sealTotp = (keyring: Keyring, owner: Pick<TotpOwner, 'id'>, secret: string): string =>
  seal(keyring, placeOf(owner), secret)

export const openTotp = (keyring: Keyring, owner: Pick<TotpOwner, 'id'>, sealed: string): string =>
  unseal(keyring, placeOf(owner), sealed)

/** Whether this code is right now and was never used: of any number of tries at once, one gets true. */
export async function useTotpCode(
  trx: SystemTx,
  owner: TotpOwner,
  { secret, code }: { secret: string; code: string },
): Promise<boolean> {
  const step = findTotpStep(secret, code, await readClock(trx))
  if (step === null) return false
  return markUsed(trx, owner.mark, { mark: `${owner.id} ${step}`, keepMs: TOTP_MARK_MS })
}
