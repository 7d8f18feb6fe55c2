/** What the first page reads: of each module only what the role has, and nothing at all of the others. */
import type { ActivityEntry, AttentionEntry, FreshnessView, OrdersPage, PortalApi } from '../api.ts'
import type { InvoiceAttentionEntry, InvoicesPage, OutstandingView } from '../billing-api.ts'
import { invoicesList } from '../invoices/invoices-query.ts'
import { ordersList } from '../orders/orders-query.ts'

export interface HomeOrders {
  page: OrdersPage
  attention: AttentionEntry[]
  activity: ActivityEntry[]
}

export interface HomeInvoices {
  page: InvoicesPage
  attention: InvoiceAttentionEntry[]
  outstanding: OutstandingView[]
}

export interface HomeData {
  orders: HomeOrders | null
  invoices: HomeInvoices | null
  freshness: FreshnessView[]
}

const ROWS = 6
const ACTIVITY = 8

async function readOrders({ orders }: PortalApi['portal']): Promise<HomeOrders> {
  const all = ordersList.read(new URLSearchParams())
  const query = { ...ordersList.changeView(all, 'moving'), limit: ROWS }
  const [page, attention, activity] = await Promise.all([
    orders.list(query),
    orders.attention(),
    orders.activity({ limit: ACTIVITY }),
  ])
  return { page, attention, activity }
}

async function readInvoices({ invoices }: PortalApi['portal']): Promise<HomeInvoices> {
  const all = invoicesList.read(new URLSearchParams())
  const query = { ...invoicesList.changeView(all, 'open'), limit: ROWS }
  const [page, attention, outstanding] = await Promise.all([
    invoices.list(query),
    invoices.attention(),
    invoices.outstanding(),
  ])
  return { page, attention, outstanding }
}

export async function readHome(portal: PortalApi['portal']): Promise<HomeData> {
  const { permissions } = await portal.session.get()
  const [orders, invoices, freshness] = await Promise.all([
    permissions.includes('orders:view') ? readOrders(portal) : null,
    permissions.includes('billing:view') ? readInvoices(portal) : null,
    portal.freshness.get(),
  ])
  return { orders, invoices, freshness }
}
