/** `admin.runs.repair`: has what a reconciliation found asked for again, record by record. */
import { z } from 'zod'
import type { RunId } from '#workflows/contracts/ids.ts'
import { commandId, idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

export const repair = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(z.strictObject({ commandId, runId: idOf<RunId>() }))
  .mutation(({ ctx, input }) =>
    perform(ctx, input.commandId, { type: 'repair', runId: input.runId }),
  )
