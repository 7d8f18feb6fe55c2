/** `admin.tenants.search`: tenants to choose from while somebody types. */
import { z } from 'zod'
import { searchTenants } from '#db/admin/tenants.ts'
import { staffProcedure } from '../init.ts'

export const search = staffProcedure
  .meta({ needs: 'tenants:view' })
  .input(z.strictObject({ q: z.string().max(100), limit: z.int().min(1).max(20) }))
  .query(({ ctx, input }) => ctx.read((trx) => searchTenants(trx, input)))
