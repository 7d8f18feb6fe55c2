/** `admin.connections.poll`: asks the source now for what changed, in place of at its next poll. */
import { z } from 'zod'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { commandId, idOf, reason } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

export const poll = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(z.strictObject({ commandId, connectionId: idOf<ConnectionId>(), reason }))
  .mutation(({ ctx, input: { commandId: id, ...about } }) =>
    perform(ctx, id, { type: 'poll', ...about }),
  )
