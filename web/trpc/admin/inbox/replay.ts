/**
 * `admin.inbox.replay`: tries quarantined events of a connection again: one, those of a choice, or all.
 * `admin.inbox.dryRun`: compares what they are about with the source, so that one sees before what that would change.
 */
import { z } from 'zod'
import type { ConnectionId, InboxId, TenantId } from '#workflows/contracts/ids.ts'
import { commandId, idOf, instant, kind, reason } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

const choice = z.strictObject({
  commandId,
  connectionId: idOf<ConnectionId>(),
  /** One event; null: all that the rest leaves. */
  eventId: idOf<InboxId>().nullable(),
  kind: kind.default(null),
  tenantId: idOf<TenantId>().nullable().default(null),
  receivedFrom: instant.nullable().default(null),
  receivedUntil: instant.nullable().default(null),
})

export const replay = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(choice.extend({ reason: reason.optional() }))
  .mutation(({ ctx, input: { commandId: id, reason: why, ...what } }) =>
    perform(ctx, id, { type: 'replay', ...what, ...(why === undefined ? {} : { reason: why }) }),
  )

export const dryRun = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(choice)
  .mutation(({ ctx, input: { commandId: id, ...what } }) =>
    perform(ctx, id, { type: 'dry_run', ...what }),
  )
