/** What may be asked of a list of invoices: the query of the page, each part within bounds, and nothing else. */
import { z } from 'zod'
import { INVOICE_VIEWS } from '#db/read/invoices/invoices-filter.ts'
import { INVOICES_SORTS } from '#db/read/invoices/invoices-sort.ts'
import { SHOWN_INVOICE_STATES } from '#workflows/contracts/billing.ts'
import { pageInput } from '../page-input.ts'

export const invoicesListInput = z.strictObject({
  ...pageInput,
  view: z.enum(INVOICE_VIEWS),
  states: z.array(z.enum(SHOWN_INVOICE_STATES)).max(SHOWN_INVOICE_STATES.length),
  issuedFrom: z.iso.date().nullable(),
  issuedTo: z.iso.date().nullable(),
  sort: z.enum(INVOICES_SORTS),
})
