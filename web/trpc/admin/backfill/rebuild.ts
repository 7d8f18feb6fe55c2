/** `admin.backfill.rebuild`: as a resync, and what is gone at the source is removed here. */
import { z } from 'zod'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { commandId, idOf, kind, reason } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

export const rebuild = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(z.strictObject({ commandId, connectionId: idOf<ConnectionId>(), kind, reason }))
  .mutation(({ ctx, input: { commandId: id, ...asked } }) =>
    perform(ctx, id, { type: 'rebuild', ...asked }),
  )
