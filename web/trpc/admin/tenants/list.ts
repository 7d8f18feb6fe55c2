/** `admin.tenants.list`: tenants by name with what they hold. */
import { z } from 'zod'
import { listTenants } from '#db/admin/tenants.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import { idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'

const cursor = z.strictObject({ name: z.string().max(200), id: idOf<TenantId>() })

export const list = staffProcedure
  .meta({ needs: 'tenants:view' })
  .input(
    z.strictObject({
      q: z.string().max(100),
      after: cursor.nullable(),
      limit: z.int().min(1).max(100),
    }),
  )
  .query(({ ctx, input }) => ctx.read((trx) => listTenants(trx, input)))
