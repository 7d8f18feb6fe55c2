/** `portal.account.data.export`: a copy of everything that names this person, and of nobody else's. */
import { readOwnAccount, readOwnInTenant } from '#db/read/account/own-data.ts'
import { withTenant } from '#db/tenant.ts'
import { aboutAccount } from '#db/write/account-audit.ts'
import { requireFresh } from '#web/auth/fresh.ts'
import type { OwnData } from '#web/portal/account/account-api.ts'
import { accountProcedure } from '#web/trpc/account-procedure.ts'

export const exportOwn = accountProcedure
  .meta({ needs: 'account' })
  .mutation(async ({ ctx }): Promise<OwnData> => {
    requireFresh(ctx.session)
    const { person, services } = ctx
    const tenants: OwnData['tenants'] = {}
    for (const tenant of ctx.tenants) {
      // A company that asks for more than this session has shows nothing to it, here as anywhere.
      tenants[tenant.slug] =
        tenant.gate === null
          ? await withTenant(services.db, tenant.id, (trx) => readOwnInTenant(trx, person), {
              readOnly: true,
            })
          : { withheld: tenant.gate }
    }
    return ctx.changeAccount(async (trx) => ({
      result: {
        exportedAt: new Date().toISOString(),
        person: person.id,
        account: await readOwnAccount(trx, person.id),
        tenants,
      },
      audit: [aboutAccount('account.data_exported', person)],
    }))
  })
