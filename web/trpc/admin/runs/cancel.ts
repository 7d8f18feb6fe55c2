/** `admin.runs.cancel`: ends a run where it is; what it has written stays. */
import { z } from 'zod'
import type { RunId } from '#workflows/contracts/ids.ts'
import { commandId, idOf, reason } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

export const cancel = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(z.strictObject({ commandId, runId: idOf<RunId>(), reason }))
  .mutation(({ ctx, input: { commandId: id, ...asked } }) =>
    perform(ctx, id, { type: 'cancel_run', ...asked }),
  )
