/** What a member may see of invoices: all of the tenant, and of their orders what the role has of orders. */
import type { InvoicesAccess } from '#db/read/invoices/invoices-access.ts'
import { can } from '#workflows/contracts/permissions.ts'
import { ordersAccessOf, type OrdersMember } from '../orders/access.ts'

export const invoicesAccessOf = (member: OrdersMember): InvoicesAccess => ({
  orders: can(member.tenant.grants, { module: 'orders', action: 'view' })
    ? ordersAccessOf(member)
    : null,
})
