/** `admin.backfill.rebuild`: reads everything of a connection again and removes what is gone at the source. */
import { z } from 'zod'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { commandId, idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

export const rebuild = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(z.strictObject({ commandId, connectionId: idOf<ConnectionId>() }))
  .mutation(({ ctx, input }) =>
    perform(ctx, input.commandId, { type: 'rebuild', connectionId: input.connectionId }),
  )
