/** `portal.account.totp`: an authenticator app as second factor. A new secret counts once a code of it was shown. */
import { z } from 'zod'
import {
  activateTotp,
  findFactors,
  removeRecoveryCodes,
  removeTotp,
  savePendingTotp,
} from '#db/system/account/factors.ts'
import { aboutAccount } from '#db/write/account-audit.ts'
import { queueNotice } from '#web/auth/account/security-notice.ts'
import { qrOf } from '#web/auth/factors/qr.ts'
import { openTotp, sealTotp, useTotpCode } from '#web/auth/factors/totp-secret.ts'
import { createTotpSecret, totpUri } from '#web/auth/factors/totp.ts'
import { requireFresh } from '#web/auth/fresh.ts'
import type { TotpOffer, TotpOutcome } from '#web/portal/account/account-api.ts'
import { accountProcedure } from '#web/trpc/account-procedure.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { firstRecoveryCodes } from './recovery.ts'
import { strengthen } from './strengthen.ts'

export const begin = accountProcedure
  .meta({ needs: 'account' })
  .mutation(async ({ ctx }): Promise<TotpOffer> => {
    requireFresh(ctx.session)
    const { person, services } = ctx
    const secret = createTotpSecret()
    const label = { issuer: services.operatorName, account: person.email }
    const uri = totpUri(secret, label)
    await ctx.changeAccount(async (trx) => {
      await savePendingTotp(trx, person.id, sealTotp(services.keyring, person, secret))
      return { result: null, audit: [aboutAccount('account.totp_begun', person)] }
    })
    return { secret, uri, qr: qrOf(uri) }
  })

export const confirm = accountProcedure
  .meta({ needs: 'account' })
  .input(z.strictObject({ code: z.string().max(20) }))
  .mutation(async ({ ctx, input: { code } }): Promise<TotpOutcome> => {
    requireFresh(ctx.session)
    const { person, services } = ctx
    const { allowed, retryAfterSeconds } = await services.tries.take('factor', person.id)
    if (!allowed) return { type: 'too_many_tries', retryAfterSeconds }
    const done = await ctx.changeAccount<{ outcome: TotpOutcome; mailId?: string }>(async (trx) => {
      const { pendingTotp } = await findFactors(trx, person.id)
      if (pendingTotp === null) return { result: { outcome: { type: 'over' } }, audit: UNCHANGED }
      const owner = { id: person.id, mark: 'totp_step' } as const
      const secret = openTotp(services.keyring, owner, pendingTotp)
      if (!(await useTotpCode(trx, owner, { secret, code }))) {
        return { result: { outcome: { type: 'wrong' } }, audit: UNCHANGED }
      }
      if (!(await activateTotp(trx, person.id, pendingTotp))) {
        return { result: { outcome: { type: 'over' } }, audit: UNCHANGED }
      }
      const recoveryCodes = await firstRecoveryCodes(trx, person.id)
      const { address } = ctx.client
      const mailId = await queueNotice(trx, services, { notice: 'totp_added', person, address })
      return {
        result: { outcome: { type: 'enabled', recoveryCodes }, mailId },
        audit: [aboutAccount('account.totp_added', person)],
      }
    })
    if (done.mailId === undefined) return done.outcome
    services.sendMailSoon(done.mailId)
    await services.tries.forgive('factor', person.id)
    await strengthen(ctx)
    return done.outcome
  })

export const remove = accountProcedure.meta({ needs: 'account' }).mutation(async ({ ctx }) => {
  requireFresh(ctx.session)
  const { person, services } = ctx
  const mailId = await ctx.changeAccount<string | null>(async (trx) => {
    if (!(await removeTotp(trx, person.id))) return { result: null, audit: UNCHANGED }
    const { passkeys } = await findFactors(trx, person.id)
    // Codes stand in for a factor: without one they would be a weaker one.
    if (passkeys === 0) {
      await removeRecoveryCodes(trx, { purpose: 'recovery_code', id: person.id })
    }
    const { address } = ctx.client
    return {
      result: await queueNotice(trx, services, { notice: 'totp_removed', person, address }),
      audit: [aboutAccount('account.totp_removed', person)],
    }
  })
  if (mailId !== null) services.sendMailSoon(mailId)
  return { type: mailId === null ? ('none' as const) : ('removed' as const) }
})
