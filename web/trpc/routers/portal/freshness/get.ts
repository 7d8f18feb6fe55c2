/** `portal.freshness.get`: how recent what a member sees is, per source whose module the role has. */
import { listFreshness } from '#db/read/freshness.ts'
import type { FreshnessView } from '#web/portal/api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import type { Module } from '#workflows/contracts/access.ts'
import { KINDS_OF_SOURCE, MODULE_OF_KIND } from '#workflows/contracts/records.ts'
import type { Source } from '#workflows/contracts/sources.ts'

const modulesOf = (source: Source): Module[] =>
  KINDS_OF_SOURCE[source].map((kind) => MODULE_OF_KIND[kind])

export const get = memberProcedure
  .meta({ needs: 'membership' })
  .query(async ({ ctx }): Promise<FreshnessView[]> => {
    const all = await ctx.read((trx) => listFreshness(trx))
    return all.filter(({ source }) =>
      modulesOf(source).some((module) => ctx.may({ module, action: 'view' })),
    )
  })
