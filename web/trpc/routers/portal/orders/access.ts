/** What a member may see of orders, from the permission table to the condition every read starts from. */
import type { OrdersAccess } from '#db/read/orders/orders-access.ts'
import type { RolePreset } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { can, scopeOf } from '#web/auth/permissions.ts'

export interface OrdersMember {
  person: { id: PersonId }
  tenant: { role: RolePreset }
}

export function ordersAccessOf({ person, tenant }: OrdersMember): OrdersAccess {
  return {
    amounts: can(tenant.role, { module: 'orders', action: 'amounts' }),
    ownOnly:
      scopeOf(tenant.role, { module: 'orders', action: 'view' }) === 'own' ? person.id : null,
  }
}
