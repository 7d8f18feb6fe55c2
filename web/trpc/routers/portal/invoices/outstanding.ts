/** `portal.invoices.outstanding`: what is still to be paid, by currency and age. */
import { listOutstanding } from '#db/read/invoices/outstanding.ts'
import type { OutstandingView } from '#web/portal/billing-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { invoicesAccessOf } from './access.ts'

export const outstanding = memberProcedure
  .meta({ needs: { module: 'billing', action: 'view' } })
  .query(({ ctx }): Promise<OutstandingView[]> =>
    ctx.read((trx) => listOutstanding(trx, invoicesAccessOf(ctx))),
  )
