/** `portal.account.passkeys`: keys of a person's devices, by the names they gave them. */
import { z } from 'zod'
import { findFactors, removeRecoveryCodes } from '#db/system/account/factors.ts'
import { removePasskey, renamePasskey } from '#db/system/account/passkeys.ts'
import { aboutAccount } from '#db/write/account-audit.ts'
import { queueNotice } from '#web/auth/account/security-notice.ts'
import { requireFresh } from '#web/auth/fresh.ts'
import { readRegistration } from '#web/auth/passkeys/read-response.ts'
import { keepPasskey, MAX_PASSKEYS, offerPasskey } from '#web/auth/passkeys/register.ts'
import type { PasskeyAdded } from '#web/portal/account/account-api.ts'
import { accountProcedure } from '#web/trpc/account-procedure.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { firstRecoveryCodes } from './recovery.ts'
import { strengthen } from './strengthen.ts'

const name = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u)
const id = z.uuid()

export const offer = accountProcedure.meta({ needs: 'account' }).mutation(async ({ ctx }) => {
  requireFresh(ctx.session)
  return ctx.changeAccount(async (trx) => ({
    result: await offerPasskey(trx, ctx.services, ctx.person),
    audit: [aboutAccount('account.passkey_begun', ctx.person)],
  }))
})

export const add = accountProcedure
  .meta({ needs: 'account' })
  .input(z.strictObject({ name, response: z.string().max(60_000) }))
  .mutation(async ({ ctx, input }): Promise<PasskeyAdded> => {
    requireFresh(ctx.session)
    const { person, services } = ctx
    const response = readRegistration(input.response)
    if (response === null) return { type: 'refused' }
    const done = await ctx.changeAccount<{ outcome: PasskeyAdded; mailId?: string }>(
      async (trx) => {
        const { passkeys } = await findFactors(trx, person.id)
        if (passkeys >= MAX_PASSKEYS) {
          return { result: { outcome: { type: 'full' } }, audit: UNCHANGED }
        }
        const key = { owner: person, name: input.name, response }
        if (!(await keepPasskey(trx, services, key))) {
          return { result: { outcome: { type: 'refused' } }, audit: UNCHANGED }
        }
        const recoveryCodes = await firstRecoveryCodes(trx, person.id)
        const { address } = ctx.client
        const notice = { notice: 'passkey_added', person, address } as const
        const changes = { passkey: { from: null, to: input.name } }
        return {
          result: {
            outcome: { type: 'added', recoveryCodes },
            mailId: await queueNotice(trx, services, notice),
          },
          audit: [aboutAccount('account.passkey_added', person, changes)],
        }
      },
    )
    if (done.mailId === undefined) return done.outcome
    services.sendMailSoon(done.mailId)
    await strengthen(ctx)
    return done.outcome
  })

export const rename = accountProcedure
  .meta({ needs: 'account' })
  .input(z.strictObject({ id, name }))
  .mutation(({ ctx, input }) =>
    ctx.changeAccount<{ type: 'renamed' | 'none' }>(async (trx) => {
      const before = await renamePasskey(trx, ctx.person.id, input)
      if (before === null) return { result: { type: 'none' }, audit: UNCHANGED }
      const result = { type: 'renamed' } as const
      if (before === input.name) return { result, audit: UNCHANGED }
      const changes = { passkey: { from: before, to: input.name } }
      return { result, audit: [aboutAccount('account.passkey_renamed', ctx.person, changes)] }
    }),
  )

export const remove = accountProcedure
  .meta({ needs: 'account' })
  .input(z.strictObject({ id }))
  .mutation(async ({ ctx, input }) => {
    requireFresh(ctx.session)
    const { person, services } = ctx
    const mailId = await ctx.changeAccount<string | null>(async (trx) => {
      const removed = await removePasskey(trx, person.id, input.id)
      if (removed === null) return { result: null, audit: UNCHANGED }
      const { totp, passkeys } = await findFactors(trx, person.id)
      if (totp === null && passkeys === 0) {
        await removeRecoveryCodes(trx, { purpose: 'recovery_code', id: person.id })
      }
      const { address } = ctx.client
      const changes = { passkey: { from: removed, to: null } }
      return {
        result: await queueNotice(trx, services, { notice: 'passkey_removed', person, address }),
        audit: [aboutAccount('account.passkey_removed', person, changes)],
      }
    })
    if (mailId !== null) services.sendMailSoon(mailId)
    return { type: mailId === null ? ('none' as const) : ('removed' as const) }
  })
