/**
 * The step between a right password of staff and a session. Nobody of staff gets in without a second factor: who has
 * none must set one up here. The step's token opens nothing else, works once, for ten minutes and five tries.
 */
import type { Database } from '#db/client.ts'
import type { Keyring } from '#db/secrets.ts'
import { consumeToken, issueToken, peekToken } from '#db/system/single-use.ts'
import {
  activateStaffTotp,
  beginStaffTotp,
  findStaffFactor,
  replaceStaffRecoveryCodes,
  useStaffRecoveryCode,
  type StaffFactor,
} from '#db/system/staff/factors.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import type { StaffId } from '#workflows/contracts/ids.ts'
import { createRecoveryCodes, readRecoveryCode } from '../factors/recovery-codes.ts'
import { qrOf, type QrCode } from '../factors/qr.ts'
import { openTotp, sealTotp, useTotpCode } from '../factors/totp-secret.ts'
import { createTotpSecret, totpUri } from '../factors/totp.ts'
import type { Tries } from '../tries.ts'

export interface StaffStepDeps {
  /** Of the role portside_staff. */
  db: Database
  keyring: Keyring
  tries: Tries
  /** As authenticator apps name the account. */
  issuer: string
}

export type StaffStep =
  /** Has a factor and shows it. */
  | { type: 'prove' }
  /** Has none and sets one up. */
  | { type: 'enrol'; secret: string; qr: QrCode }

export type StaffStepResult =
  /** `recoveryCodes`: of a factor that was just set up, shown once. */
  | { type: 'right'; staffId: StaffId; email: string; recoveryCodes: string[] | null }
  | { type: 'wrong' }
  | { type: 'over' }
  | { type: 'too_many_tries'; retryAfterSeconds: number }

const PURPOSE = 'staff_sign_in_step'
const STAFF_STEP_MS = 10 * 60_000

/** @returns the step's token */
export const beginStaffStep = ({ db }: StaffStepDeps, staffId: StaffId): Promise<string> =>
  withSystem(db, (trx) =>
    issueToken(trx, { purpose: PURPOSE, subject: staffId, lifetimeMs: STAFF_STEP_MS }),
  )

interface OpenStep {
  staffId: StaffId
  factor: StaffFactor
}

async function openStep(trx: SystemTx, token: string): Promise<OpenStep | null> {
  const step = await peekToken(trx, PURPOSE, token)
  if (!step) return null
  const staffId = step.subject as StaffId
  const factor = await findStaffFactor(trx, staffId)
  return factor && { staffId, factor }
}

/** Null: used, run out, or never begun. */
export const findStaffStep = (deps: StaffStepDeps, token: string): Promise<StaffStep | null> =>
  withSystem(deps.db, async (trx) => {
    const step = await openStep(trx, token)
    if (!step) return null
    if (step.factor.active !== null) return { type: 'prove' }
    const owner = { id: step.staffId }
    const fresh = sealTotp(deps.keyring, owner, createTotpSecret())
    const secret = openTotp(deps.keyring, owner, await beginStaffTotp(trx, step.staffId, fresh))
    const label = { issuer: deps.issuer, account: step.factor.email }
    return { type: 'enrol', secret, qr: qrOf(totpUri(secret, label)) }
  })

/** Everything it did is taken back. */
class NotThisOne extends Error {}

export async function finishStaffStep(
  deps: StaffStepDeps,
  { token, code }: { token: string; code: string },
): Promise<StaffStepResult> {
  const { db, tries } = deps
  const step = await withSystem(db, (trx) => openStep(trx, token))
  if (!step) return { type: 'over' }
  if (!(await tries.take('challenge', token)).allowed) {
    await withSystem(db, (trx) => consumeToken(trx, PURPOSE, token))
    return { type: 'over' }
  }
  const { allowed, retryAfterSeconds } = await tries.take('factor', step.staffId)
  if (!allowed) return { type: 'too_many_tries', retryAfterSeconds }
  try {
    const recoveryCodes = await withSystem(db, async (trx) => {
      const made = await check(trx, deps, { step, code })
      if (!(await consumeToken(trx, PURPOSE, token))) throw new NotThisOne()
      return made
    })
    await tries.forgive('factor', step.staffId)
    return { type: 'right', staffId: step.staffId, email: step.factor.email, recoveryCodes }
  } catch (error) {
    if (error instanceof NotThisOne) return { type: 'wrong' }
    throw error
  }
}

/** @returns recovery codes of a factor that this sets up @throws NotThisOne for a code that is wrong or was used */
async function check(
  trx: SystemTx,
  { keyring }: StaffStepDeps,
  { step, code }: { step: OpenStep; code: string },
): Promise<string[] | null> {
  const { staffId, factor } = step
  const sealed = factor.active ?? factor.pending
  if (sealed === null) throw new NotThisOne()
  const recovery = factor.active === null ? null : readRecoveryCode(code)
  if (recovery !== null) {
    if (!(await useStaffRecoveryCode(trx, staffId, recovery))) throw new NotThisOne()
    return null
  }
  const owner = { id: staffId, mark: 'staff_totp_step' } as const
  const secret = openTotp(keyring, owner, sealed)
  if (!(await useTotpCode(trx, owner, { secret, code }))) throw new NotThisOne()
  if (factor.active !== null) return null
  if (!(await activateStaffTotp(trx, staffId, sealed))) throw new NotThisOne()
  const codes = createRecoveryCodes()
  await replaceStaffRecoveryCodes(
    trx,
    staffId,
    codes.map((each) => readRecoveryCode(each) ?? each),
  )
  return codes
}
