/** `portal.invoices.attention`: open invoices whose payment failed, or whose date has passed or is near. */
import { listInvoicesNeedingAttention } from '#db/read/invoices/invoices-attention.ts'
import type { InvoiceAttentionEntry } from '#web/portal/billing-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { invoicesAccessOf } from './access.ts'

export const attention = memberProcedure
  .meta({ needs: { module: 'billing', action: 'view' } })
  .query(({ ctx }): Promise<InvoiceAttentionEntry[]> =>
    ctx.read((trx) => listInvoicesNeedingAttention(trx, invoicesAccessOf(ctx))),
  )
