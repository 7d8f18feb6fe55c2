/** What a member may see of orders, from the permission table to the condition every read starts from. */
import type { OrdersAccess } from '#db/read/orders/orders-access.ts'
import type { Grants } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { can, scopeOf } from '#workflows/contracts/permissions.ts'

export interface OrdersMember {
  person: { id: PersonId }
  tenant: { grants: Grants }
}

export function ordersAccessOf({ person, tenant }: OrdersMember): OrdersAccess {
  return {
    amounts: can(tenant.grants, { module: 'orders', action: 'amounts' }),
    ownOnly:
      scopeOf(tenant.grants, { module: 'orders', action: 'view' }) === 'own' ? person.id : null,
  }
}
