/** `portal.account.recovery`: codes for whoever has lost their second factor, shown once. */
import { findFactors, replaceRecoveryCodes } from '#db/system/account/factors.ts'
import type { SystemTx } from '#db/system/system.ts'
import { aboutAccount } from '#db/write/account-audit.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { queueNotice } from '#web/auth/account/security-notice.ts'
import { createRecoveryCodes, readRecoveryCode } from '#web/auth/factors/recovery-codes.ts'
import { requireFresh } from '#web/auth/fresh.ts'
import { accountProcedure } from '#web/trpc/account-procedure.ts'
import { UNCHANGED } from '#web/trpc/change.ts'

async function makeCodes(trx: SystemTx, personId: PersonId): Promise<string[]> {
  const codes = createRecoveryCodes()
  const stored = codes.map((code) => readRecoveryCode(code) ?? code)
  await replaceRecoveryCodes(trx, { purpose: 'recovery_code', id: personId }, stored)
  return codes
}

/** With the first second factor. @returns null when there are some already */
export async function firstRecoveryCodes(
  trx: SystemTx,
  personId: PersonId,
): Promise<string[] | null> {
  const { recoveryCodes } = await findFactors(trx, personId)
  return recoveryCodes > 0 ? null : makeCodes(trx, personId)
}

export const renew = accountProcedure
  .meta({ needs: 'account' })
  .mutation(async ({ ctx }): Promise<{ codes: string[] } | null> => {
    requireFresh(ctx.session)
    const { person, services } = ctx
    const done = await ctx.changeAccount<{ codes: string[]; mailId: string } | null>(
      async (trx) => {
        const { totp, passkeys } = await findFactors(trx, person.id)
        // They stand in for a factor: without one there is nothing to stand in for.
        if (totp === null && passkeys === 0) return { result: null, audit: UNCHANGED }
        const codes = await makeCodes(trx, person.id)
        const { address } = ctx.client
        const notice = { notice: 'recovery_renewed', person, address } as const
        return {
          result: { codes, mailId: await queueNotice(trx, services, notice) },
          audit: [aboutAccount('account.recovery_codes_renewed', person)],
        }
      },
    )
    if (done === null) return null
    services.sendMailSoon(done.mailId)
    return { codes: done.codes }
  })
