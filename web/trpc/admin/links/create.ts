/** `admin.links.create`: says whose an external customer is; what waited for it is applied. */
import { z } from 'zod'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import { commandId, externalId, idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

export const create = staffProcedure
  .meta({ needs: 'links:create' })
  .input(
    z.strictObject({
      commandId,
      connectionId: idOf<ConnectionId>(),
      externalId,
      tenantId: idOf<TenantId>(),
    }),
  )
  .mutation(({ ctx, input: { commandId: id, ...link } }) =>
    perform(ctx, id, { type: 'link', ...link }),
  )
