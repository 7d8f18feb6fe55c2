/** The search palette: fetched with it. */
export const palette = {
  placeholder: {
    both: 'Order or invoice number, contents, reference',
    orders: 'Order number, contents, reference, site',
    invoices: 'Invoice number, what it is for',
    none: 'Name of a page',
  },
  pages: 'Pages',
  orders: 'Orders',
  invoices: 'Invoices',
  recentOrders: 'Orders changed last',
  recentInvoices: 'Invoices changed last',
  searching: 'Searching',
  none: 'Nothing matches “{{words}}”.',
  failed: 'Search did not answer. Press Enter to try again.',
  found_one: '{{number}} result',
  found_other: '{{number}} results',
  allOrders: 'All orders with “{{words}}”',
  allInvoices: 'All invoices with “{{words}}”',
  move: 'move',
  choose: 'open',
  leave: 'close',
} as const
