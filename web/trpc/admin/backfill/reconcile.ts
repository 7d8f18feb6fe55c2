/** `admin.backfill.reconcile`: holds what a source has against what is here, of one tenant or of all; writes no record. */
import { z } from 'zod'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import { commandId, idOf, kind, reason } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

export const reconcile = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(
    z.strictObject({
      ...{ commandId, kind, reason },
      connectionId: idOf<ConnectionId>(),
      tenantId: idOf<TenantId>().nullable(),
    }),
  )
  .mutation(({ ctx, input: { commandId: id, ...asked } }) =>
    perform(ctx, id, { type: 'reconcile', ...asked }),
  )
