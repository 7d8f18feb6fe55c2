/** `portal.account.changePassword`: asks for the current one however fresh the session is, and ends all other sessions. */
import { z } from 'zod'
import { findAccount, setPassword } from '#db/system/account/account.ts'
import { endSessions } from '#db/system/account/sessions.ts'
import { revokeTokens } from '#db/system/single-use.ts'
import { aboutAccount } from '#db/write/account-audit.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { queuePasswordChanged } from '#web/auth/door/password-reset.ts'
import { requireFresh } from '#web/auth/fresh.ts'
import { findPasswordFault, MAX_PASSWORD } from '#web/auth/passwords/password-rules.ts'
import type { PasswordOutcome } from '#web/portal/account/account-api.ts'
import { accountProcedure } from '#web/trpc/account-procedure.ts'

const MAX_TYPED = 1_000

const input = z.strictObject({
  current: z.string().max(MAX_TYPED),
  next: z.string().max(MAX_TYPED),
})

export const changePassword = accountProcedure
  .meta({ needs: 'account' })
  .input(input)
  .mutation(async ({ ctx, input: { current, next } }): Promise<PasswordOutcome> => {
    const { person, services, session } = ctx
    // The password itself is the proof here, so only who vouched for the session is asked.
    requireFresh({ ...session, provenMsAgo: 0 })
    const tries = await services.tries.take('confirm', person.id)
    if (!tries.allowed) {
      return { type: 'too_many_tries', retryAfterSeconds: tries.retryAfterSeconds }
    }
    const account = await ctx.readAccount((trx) => findAccount(trx, person.id))
    const passwordHash = account?.passwordHash ?? null
    const isRight =
      current.length <= MAX_PASSWORD &&
      (await services.passwords.inTurn(({ verify }) => verify(passwordHash, current)))
    if (!isRight) return { type: 'wrong' }
    const fault = findPasswordFault(next, person)
    if (fault !== null) return { type: 'weak', fault }
    const newHash = await services.passwords.inTurn(({ hash }) => hash(next))
    const done = await ctx.changeAccount(async (trx) => {
      // Somebody else may have changed it while this one was hashed.
      const now = await findAccount(trx, person.id)
      if (now?.passwordHash !== passwordHash) throw new AppError('conflict', 'Please try again.')
      await setPassword(trx, person.id, newHash)
      await revokeTokens(trx, 'password_reset', person.id)
      await revokeTokens(trx, 'sign_in_step', person.id)
      const ended = await endSessions(trx, person.id, {
        except: session.hash,
        reason: 'password_changed',
      })
      const address = ctx.client.address
      const mailId = await queuePasswordChanged(trx, services, { person, address })
      return {
        result: { mailId, ended },
        audit: [aboutAccount('account.password_changed', person)],
      }
    })
    services.sendMailSoon(done.mailId)
    await services.tries.forgive('confirm', person.id)
    return { type: 'changed', ended: done.ended }
  })
