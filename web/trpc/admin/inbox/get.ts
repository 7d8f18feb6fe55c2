/** `admin.inbox.get`: one event with everything known about it. The body leaves this file masked or not at all. */
import { z } from 'zod'
import { findInboxEvent, type InboxEvent } from '#db/admin/inbox-get.ts'
import { maskBody, type MaskedBody } from '#integrations/kit/mask/mask-body.ts'
import type { InboxId } from '#workflows/contracts/ids.ts'
import { idOf, notThere } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { workflowLink } from '../temporal-ui.ts'
import { withoutQuotes } from './reason.ts'

export interface InboxEventView extends Omit<InboxEvent, 'body'> {
  /** Null: the role does not include bodies. */
  body: MaskedBody | null
  /** Where the workflow of its lane is shown. */
  workflowUrl: string | null
}

export const get = staffProcedure
  .meta({ needs: 'inbox:view' })
  .input(z.strictObject({ id: idOf<InboxId>() }))
  .query(async ({ ctx, input }): Promise<InboxEventView> => {
    const found = await ctx.read((trx) => findInboxEvent(trx, input.id))
    if (!found) throw notThere()
    const { body, ...facts } = found
    const lane = facts.tenant && `sync:${facts.connection.id}:${facts.tenant.id}`
    return {
      ...facts,
      ...withoutQuotes(facts),
      others: facts.others.map((other) => ({ ...other, ...withoutQuotes(other) })),
      body: ctx.may('inbox:body') ? maskBody(body) : null,
      workflowUrl: lane === null ? null : workflowLink(ctx.services.temporalUi, lane),
    }
  })
