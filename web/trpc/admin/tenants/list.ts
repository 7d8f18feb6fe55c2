/** `admin.tenants.list`: tenants by name with what they hold. */
import { z } from 'zod'
import { listConnectionNames } from '#db/admin/connection-names.ts'
import { listTenants, type TenantsPage } from '#db/admin/tenants.ts'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import { idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'

export interface TenantsView extends TenantsPage {
  /** Name of the connection that is filtered by; null: it does not exist, or none is. */
  connectionName: string | null
}

const input = z.strictObject({
  q: z.string().max(100),
  connectionId: idOf<ConnectionId>().nullable(),
  after: z.strictObject({ name: z.string().max(200), id: idOf<TenantId>() }).nullable(),
  limit: z.int().min(1).max(100),
})

export const list = staffProcedure
  .meta({ needs: 'tenants:view' })
  .input(input)
  .query(({ ctx, input: asked }) =>
    ctx.read(async (trx): Promise<TenantsView> => {
      const page = await listTenants(trx, asked)
      if (asked.connectionId === null) return { ...page, connectionName: null }
      const connections = await listConnectionNames(trx)
      const found = connections.find(({ id }) => id === asked.connectionId)
      return { ...page, connectionName: found?.name ?? null }
    }),
  )
