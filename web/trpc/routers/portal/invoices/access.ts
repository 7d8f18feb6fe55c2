/** What a member may see of invoices, and of the orders they are for what the role has of orders. */
import type { InvoicesAccess } from '#db/read/invoices/invoices-access.ts'
import { can } from '#workflows/contracts/permissions.ts'
import { ordersAccessOf, ownOnlyOf, type RecordsMember } from '../orders/access.ts'

export const invoicesAccessOf = (member: RecordsMember): InvoicesAccess => ({
  orders: can(member.tenant.grants, { module: 'orders', action: 'view' })
    ? ordersAccessOf(member)
    : null,
  ownOnly: ownOnlyOf(member, 'billing'),
})
