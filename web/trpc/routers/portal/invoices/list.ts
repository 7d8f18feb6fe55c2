/** `portal.invoices.list`: one page of the list, with counts per view and what can be filtered by. */
import { listInvoices } from '#db/read/invoices/invoices-list.ts'
import type { InvoicesPage } from '#web/portal/billing-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { invoicesAccessOf } from './access.ts'
import { invoicesListInput } from './list-input.ts'

export const list = memberProcedure
  .meta({ needs: { module: 'billing', action: 'view' } })
  .input(invoicesListInput)
  .query(({ ctx, input }): Promise<InvoicesPage> => {
    const timeZone = ctx.person.timeZone ?? ctx.tenant.timeZone
    return ctx.read((trx) => listInvoices(trx, invoicesAccessOf(ctx), { ...input, timeZone }))
  })
