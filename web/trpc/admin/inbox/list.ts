/** `admin.inbox.list`: events with what became of them, newest first, and the names that its filters offer. */
import { z } from 'zod'
import { listConnectionNames, type ConnectionName } from '#db/admin/connection-names.ts'
import { OUTCOMES } from '#db/admin/inbox-filter.ts'
import { listInbox, type InboxPage } from '#db/admin/inbox-list.ts'
import { findTenantName } from '#db/admin/tenants.ts'
import type { ConnectionId, InboxId, TenantId } from '#workflows/contracts/ids.ts'
import { KINDS_OF_SOURCE } from '#workflows/contracts/records.ts'
import { externalId, idOf, instant } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { withoutQuotesIn } from './reason.ts'

export interface InboxView extends InboxPage {
  connections: ConnectionName[]
  /** Name of the tenant that is filtered by; null: it does not exist, or none is. */
  tenantName: string | null
}

const KINDS = Object.values(KINDS_OF_SOURCE).flat()

const input = z.strictObject({
  connectionId: idOf<ConnectionId>().nullable(),
  tenantId: idOf<TenantId>().nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  kind: z.enum(KINDS).nullable(),
  customer: externalId.nullable(),
  since: instant.nullable(),
  q: z.string().max(500),
  before: idOf<InboxId>().nullable(),
  limit: z.int().min(1).max(100),
})

export const list = staffProcedure
  .meta({ needs: 'inbox:view' })
  .input(input)
  .query(({ ctx, input: asked }) =>
    ctx.read(async (trx): Promise<InboxView> => ({
      ...withoutQuotesIn(await listInbox(trx, asked)),
      connections: await listConnectionNames(trx),
      tenantName:
        asked.tenantId === null ? null : ((await findTenantName(trx, asked.tenantId)) ?? null),
    })),
  )
