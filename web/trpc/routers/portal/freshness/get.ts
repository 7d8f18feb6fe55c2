/** `portal.freshness.get`: how recent what a member sees is, per source whose module the role has. */
import { listFreshness } from '#db/read/freshness.ts'
import type { FreshnessView } from '#web/portal/api.ts'
import { memberProcedure } from '#web/trpc/init.ts'

export const get = memberProcedure
  .meta({ needs: 'membership' })
  .query(async ({ ctx }): Promise<FreshnessView[]> => {
    if (!ctx.may({ module: 'orders', action: 'view' })) return []
    const all = await ctx.read((trx) => listFreshness(trx))
    return all.flatMap(({ source, ...facts }) =>
      source === 'orders' ? [{ source, ...facts }] : [],
    )
  })
