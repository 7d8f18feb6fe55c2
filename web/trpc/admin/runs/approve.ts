/** `admin.runs.approve`: lets a rebuild remove what it found missing, where that is more than it may by itself. */
import { z } from 'zod'
import type { RunId } from '#workflows/contracts/ids.ts'
import { commandId, idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

export const approve = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(z.strictObject({ commandId, runId: idOf<RunId>() }))
  .mutation(({ ctx, input }) =>
    perform(ctx, input.commandId, { type: 'approve_deletions', runId: input.runId }),
  )
