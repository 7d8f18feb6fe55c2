/** `portal.account.get`: who one is, and everything one signs in with. */
import { findAccount } from '#db/system/account/account.ts'
import { findEmailChange } from '#db/system/account/email-change.ts'
import { findFactors } from '#db/system/account/factors.ts'
import { listPasskeys } from '#db/system/account/passkeys.ts'
import { choiceOf } from '#web/auth/door/second-step.ts'
import type { AccountView } from '#web/portal/account/account-api.ts'
import { accountProcedure } from '#web/trpc/account-procedure.ts'

export const get = accountProcedure
  .meta({ needs: 'account' })
  .query(({ ctx }): Promise<AccountView> =>
    ctx.readAccount(async (trx) => {
      const { id, name, email, locale, timeZone } = ctx.person
      const { method, strong, idleMinutes, endsAt } = ctx.session
      const factors = await findFactors(trx, id)
      const account = await findAccount(trx, id)
      const change = await findEmailChange(trx, id)
      const passkeys = await listPasskeys(trx, id)
      return {
        person: { id, name, email, locale, timeZone },
        zone: ctx.tenants[0]?.timeZone ?? 'UTC',
        tenants: ctx.tenants.map(({ slug, name: tenantName, brandColor }) => ({
          ...{ slug, brandColor },
          name: tenantName,
        })),
        operator: { name: ctx.services.operatorName },
        session: { method, strong, idleMinutes, endsAt: endsAt.toISOString() },
        hasPassword: (account?.passwordHash ?? null) !== null,
        factors: choiceOf(factors),
        totpSince: factors.totpSince?.toISOString() ?? null,
        recoveryCodes: factors.recoveryCodes,
        passkeys: passkeys.map(({ id: keyId, name: keyName, createdAt, lastUsedAt }) => ({
          ...{ id: keyId, name: keyName },
          createdAt: createdAt.toISOString(),
          lastUsedAt: lastUsedAt?.toISOString() ?? null,
        })),
        emailChange: change
          ? {
              address: change.address,
              oldConfirmed: change.oldConfirmed,
              newConfirmed: change.newConfirmed,
            }
          : null,
      }
    }),
  )
