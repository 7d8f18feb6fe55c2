/** `admin.backfill.start`: reads everything of a connection again. */
import { z } from 'zod'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { commandId, idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

export const start = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(z.strictObject({ commandId, connectionId: idOf<ConnectionId>() }))
  .mutation(({ ctx, input }) =>
    perform(ctx, input.commandId, { type: 'backfill', connectionId: input.connectionId }),
  )
