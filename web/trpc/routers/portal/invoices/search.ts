/** `portal.invoices.search`: for the palette; without words the invoices that changed last. */
import { listInvoiceRows } from '#db/read/invoices/invoices-list.ts'
import type { InvoiceRow } from '#web/portal/billing-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { searchInput } from '../page-input.ts'
import { invoicesAccessOf } from './access.ts'

export const search = memberProcedure
  .meta({ needs: { module: 'billing', action: 'view' } })
  .input(searchInput)
  .query(async ({ ctx, input }): Promise<InvoiceRow[]> => {
    const query = {
      view: 'all',
      q: input.text,
      states: [],
      issuedFrom: null,
      issuedTo: null,
      timeZone: ctx.tenant.timeZone,
      sort: 'changed',
      direction: 'desc',
      cursor: null,
      limit: input.limit,
    } as const
    const found = await ctx.read((trx) => listInvoiceRows(trx, invoicesAccessOf(ctx), query))
    return found.rows
  })
