/** `admin.inbox.replay`: tries quarantined events of a connection again: one, those of a choice, or all. */
import { z } from 'zod'
import type { ConnectionId, InboxId, TenantId } from '#workflows/contracts/ids.ts'
import { commandId, idOf, instant, kind, reason } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

const input = z.strictObject({
  commandId,
  connectionId: idOf<ConnectionId>(),
  /** One event; null: all that the rest leaves. */
  eventId: idOf<InboxId>().nullable(),
  kind: kind.default(null),
  tenantId: idOf<TenantId>().nullable().default(null),
  receivedFrom: instant.nullable().default(null),
  receivedUntil: instant.nullable().default(null),
  reason: reason.optional(),
})

export const replay = staffProcedure
  .meta({ needs: 'runs:manage' })
  .input(input)
  .mutation(({ ctx, input: { commandId: id, reason: why, ...what } }) =>
    perform(ctx, id, { type: 'replay', ...what, ...(why === undefined ? {} : { reason: why }) }),
  )
