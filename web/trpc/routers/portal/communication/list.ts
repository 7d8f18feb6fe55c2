/** `portal.communication.list`: one page of what was written, said and met about, newest first. */
import { z } from 'zod'
import { listTimeline, TIMELINE_VIEWS } from '#db/read/communication/timeline.ts'
import type { CommunicationPage } from '#web/portal/communication/communication-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { pageInput } from '../page-input.ts'

const { cursor, limit } = pageInput

export const list = memberProcedure
  .meta({ needs: { module: 'communication', action: 'view' } })
  .input(z.strictObject({ view: z.enum(TIMELINE_VIEWS), cursor, limit }))
  .query(({ ctx, input }): Promise<CommunicationPage> =>
    ctx.read((trx) => listTimeline(trx, input)),
  )
