/** What somebody would see under given rights: counted and shown by the same reads that the pages use. */
import { listInvoices } from '#db/read/invoices/invoices-list.ts'
import { listOrders } from '#db/read/orders/orders-list.ts'
import type { TenantTx } from '#db/tenant.ts'
import { can } from '#workflows/contracts/permissions.ts'
import type { SeenThings } from '#web/portal/settings/team-api.ts'
import { invoicesAccessOf } from '../invoices/access.ts'
import { ordersAccessOf, type RecordsMember } from '../orders/access.ts'

const EXAMPLES = 3
const FIRST = {
  view: 'all',
  q: '',
  states: [],
  timeZone: 'UTC',
  direction: 'desc',
  cursor: null,
  limit: EXAMPLES,
} as const

export async function sightOf(trx: TenantTx, member: RecordsMember): Promise<SeenThings> {
  const sees = (module: 'orders' | 'billing'): boolean =>
    can(member.tenant.grants, { module, action: 'view' })
  return {
    orders: sees('orders') ? await ordersSeen(trx, member) : null,
    invoices: sees('billing') ? await invoicesSeen(trx, member) : null,
  }
}

async function ordersSeen(trx: TenantTx, member: RecordsMember): Promise<SeenThings['orders']> {
  const { rows, total } = await listOrders(trx, ordersAccessOf(member), {
    ...FIRST,
    sites: [],
    placedFrom: null,
    placedTo: null,
    sort: 'changed',
  })
  return { ...total, examples: rows.map(({ number, title }) => ({ number, title })) }
}

async function invoicesSeen(trx: TenantTx, member: RecordsMember): Promise<SeenThings['invoices']> {
  const { rows, total } = await listInvoices(trx, invoicesAccessOf(member), {
    ...FIRST,
    issuedFrom: null,
    issuedTo: null,
    sort: 'issued',
  })
  return {
    count: total.count,
    sums: total.sums,
    examples: rows.map(({ number, description }) => ({ number: number ?? '', title: description })),
  }
}
