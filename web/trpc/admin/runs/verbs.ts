/**
 * `admin.runs.approve`: lets a rebuild remove what it found missing, where that is more than it may by itself.
 * `admin.runs.repair`: has what a reconciliation found asked for again, record by record.
 */
import { z } from 'zod'
import type { RunId } from '#workflows/contracts/ids.ts'
import { commandId, idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

const asked = z.strictObject({ commandId, runId: idOf<RunId>() })

const verb = (type: 'approve_deletions' | 'repair') =>
  staffProcedure
    .meta({ needs: 'runs:manage' })
    .input(asked)
    .mutation(({ ctx, input: { commandId: id, runId } }) => perform(ctx, id, { type, runId }))

export const approve = verb('approve_deletions')
export const repair = verb('repair')
