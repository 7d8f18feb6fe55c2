/** `portal.invoices.get`: one invoice whole; foreign and unknown ids and drafts are the same. */
import { z } from 'zod'
import { getInvoice } from '#db/read/invoices/invoices-get.ts'
import type { InvoiceView } from '#web/portal/billing-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { invoicesAccessOf } from './access.ts'

export const get = memberProcedure
  .meta({ needs: { module: 'billing', action: 'view' } })
  // Not checked for the shape of a UUID: whatever is no id of ours does not exist.
  .input(z.strictObject({ id: z.string().max(100) }))
  .query(({ ctx, input }): Promise<InvoiceView> =>
    ctx.read((trx) => getInvoice(trx, invoicesAccessOf(ctx), input.id)),
  )
