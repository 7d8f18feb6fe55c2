/** `admin.inbox.replay`: tries a quarantined event again, or all of a connection. */
import { z } from 'zod'
import type { ConnectionId, InboxId } from '#workflows/contracts/ids.ts'
import { commandId, idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

const input = z.strictObject({
  commandId,
  connectionId: idOf<ConnectionId>(),
  /** Null: all of them. */
  eventId: idOf<InboxId>().nullable(),
})

export const replay = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(input)
  .mutation(({ ctx, input: { commandId: id, ...what } }) =>
    perform(ctx, id, { type: 'replay', ...what }),
  )
