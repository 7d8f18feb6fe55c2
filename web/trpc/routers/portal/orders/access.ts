/** What a member may see of orders, from the permission table to the condition every read starts from. */
import type { OrdersAccess } from '#db/read/orders/orders-access.ts'
import type { OwnOnly } from '#db/read/own-records.ts'
import type { Grants, Module } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { can, scopeOf } from '#workflows/contracts/permissions.ts'

/** A member, or by address somebody who may become one. */
export interface RecordsMember {
  person: { id: PersonId } | { email: string }
  tenant: { grants: Grants }
}

export const ordersAccessOf = (member: RecordsMember): OrdersAccess => ({
  amounts: can(member.tenant.grants, { module: 'orders', action: 'amounts' }),
  ownOnly: ownOnlyOf(member, 'orders'),
})

export function ownOnlyOf({ person, tenant }: RecordsMember, module: Module): OwnOnly {
  if (scopeOf(tenant.grants, { module, action: 'view' }) !== 'own') return null
  return 'id' in person ? person.id : { placedBy: person.email }
}
