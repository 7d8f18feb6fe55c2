/**
 * `admin.connections.poll`, `.pause` and `.resume`: ask the source now, stop what flows at its checkpoints, and let it
 * go on from there.
 */
import { z } from 'zod'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { commandId, idOf, reason } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

const asked = z.strictObject({ commandId, connectionId: idOf<ConnectionId>(), reason })

const verb = (type: 'poll' | 'pause' | 'resume') =>
  staffProcedure
    .meta({ needs: 'runs:manage' })
    .input(asked)
    .mutation(({ ctx, input: { commandId: id, ...about } }) => perform(ctx, id, { type, ...about }))

export const poll = verb('poll')
export const pause = verb('pause')
export const resume = verb('resume')
