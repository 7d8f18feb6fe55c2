/** `portal.account.email`: another address, which changes once both the old and the new one have agreed. */
import { z } from 'zod'
import { stopEmailChange } from '#db/system/account/email-change.ts'
import { revokeTokens } from '#db/system/single-use.ts'
import { aboutAccount } from '#db/write/account-audit.ts'
import { askForNewAddress } from '#web/auth/account/email-change.ts'
import { requireFresh } from '#web/auth/fresh.ts'
import type { EmailChangeBegun } from '#web/portal/account/account-api.ts'
import { accountProcedure } from '#web/trpc/account-procedure.ts'
import { UNCHANGED } from '#web/trpc/change.ts'

const address = z.email().max(320).toLowerCase()

export const begin = accountProcedure
  .meta({ needs: 'account' })
  .input(z.strictObject({ address }))
  .mutation(async ({ ctx, input }): Promise<EmailChangeBegun> => {
    requireFresh(ctx.session)
    const { person, services } = ctx
    if (input.address === person.email) return { type: 'same' }
    if (!(await services.tries.take('email_change', person.id)).allowed) {
      return { type: 'too_many_tries' }
    }
    const mails = await ctx.changeAccount(async (trx) => {
      const changes = { email: { from: person.email, to: input.address } }
      return {
        result: await askForNewAddress(trx, services, { person, address: input.address }),
        audit: [aboutAccount('account.email_change_asked', person, changes)],
      }
    })
    for (const mailId of mails) services.sendMailSoon(mailId)
    return { type: 'sent' }
  })

export const stop = accountProcedure.meta({ needs: 'account' }).mutation(({ ctx }) =>
  ctx.changeAccount<{ type: 'stopped' | 'none' }>(async (trx) => {
    await revokeTokens(trx, 'email_change', ctx.person.id)
    if (!(await stopEmailChange(trx, ctx.person.id))) {
      return { result: { type: 'none' }, audit: UNCHANGED }
    }
    const audit = [aboutAccount('account.email_change_stopped', ctx.person)] as const
    return { result: { type: 'stopped' }, audit }
  }),
)
