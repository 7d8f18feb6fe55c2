/** `admin.connections.pause` and `.resume`: stop what flows at its checkpoints, and let it go on from there. */
import { z } from 'zod'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { commandId, idOf, reason } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

const asked = z.strictObject({ commandId, connectionId: idOf<ConnectionId>(), reason })

export const pause = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(asked)
  .mutation(({ ctx, input: { commandId: id, ...about } }) =>
    perform(ctx, id, { type: 'pause', ...about }),
  )

export const resume = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(asked)
  .mutation(({ ctx, input: { commandId: id, ...about } }) =>
    perform(ctx, id, { type: 'resume', ...about }),
  )
