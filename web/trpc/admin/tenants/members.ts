/** `admin.tenants.members`: whose eyes one can look through. */
import { z } from 'zod'
import { listTenantMembers } from '#db/admin/tenant-members.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import { idOf, notThere } from '../input.ts'
import { staffProcedure } from '../init.ts'

export const members = staffProcedure
  .meta({ needs: 'tenants:view_as' })
  .input(z.strictObject({ tenantId: idOf<TenantId>(), q: z.string().max(100) }))
  .query(({ ctx, input }) =>
    ctx.read(async (trx) => {
      const found = await listTenantMembers(trx, input)
      if (!found) throw notThere()
      return found
    }),
  )
