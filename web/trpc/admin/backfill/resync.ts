/** `admin.backfill.resync`: reads a connection, or one kind of it, from the beginning; what is here stays. */
import { z } from 'zod'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { commandId, idOf, kind, reason } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

export const resync = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(z.strictObject({ commandId, connectionId: idOf<ConnectionId>(), kind, reason }))
  .mutation(({ ctx, input: { commandId: id, ...asked } }) =>
    perform(ctx, id, { type: 'resync', ...asked }),
  )
