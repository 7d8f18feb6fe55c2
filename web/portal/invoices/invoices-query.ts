/** The list of invoices in the URL: its views, sorts and filters. */
import { SHOWN_INVOICE_STATES, type ShownInvoiceState } from '#workflows/contracts/billing.ts'
import { createListCodec, dateOrNull, setDate, type ListQuery } from '../list/list-query.ts'

export const INVOICE_VIEWS = ['all', 'open', 'overdue', 'paid'] as const
export type InvoiceViewName = (typeof INVOICE_VIEWS)[number]

export const INVOICE_SORTS = ['number', 'due', 'issued', 'total', 'changed'] as const
export type InvoiceSort = (typeof INVOICE_SORTS)[number]

interface InvoicesFilters {
  states: ShownInvoiceState[]
  /** `YYYY-MM-DD`, inclusive, in the member's zone. */
  issuedFrom: string | null
  issuedTo: string | null
}

export type InvoicesQuery = ListQuery<InvoiceViewName, InvoiceSort> & InvoicesFilters
export type InvoicesFilterName = 'state' | 'issued'

export const invoicesList = createListCodec<
  InvoiceViewName,
  InvoiceSort,
  InvoicesFilters,
  InvoicesFilterName
>({
  views: INVOICE_VIEWS,
  sorts: INVOICE_SORTS,
  descendingFirst: ['issued', 'total', 'changed'],
  // What has to be paid is read by when; everything else by when it came.
  defaultSort: (view) =>
    view === 'open' || view === 'overdue'
      ? { sort: 'due', direction: 'asc' }
      : { sort: 'issued', direction: 'desc' },
  off: { states: [], issuedFrom: null, issuedTo: null },
  filters: { state: ['states'], issued: ['issuedFrom', 'issuedTo'] },
  readFilters: (params) => ({
    states: SHOWN_INVOICE_STATES.filter((state) => params.getAll('state').includes(state)),
    issuedFrom: dateOrNull(params.get('from')),
    issuedTo: dateOrNull(params.get('to')),
  }),
  writeFilters: ({ states, issuedFrom, issuedTo }, params) => {
    for (const state of states) params.append('state', state)
    setDate(params, 'from', issuedFrom)
    setDate(params, 'to', issuedTo)
  },
})

export const { read: readInvoicesQuery, toSearch } = invoicesList
