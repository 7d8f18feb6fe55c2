/** The places of the console, in the order of the navigation; one with a need is there for who has it. */
import { Building2, Inbox, Plug, Unlink, Users, type LucideIcon } from 'lucide-react'
import type { StaffPermission } from '#workflows/contracts/staff/permissions.ts'

export interface Place {
  name: 'connections' | 'inbox' | 'unmapped' | 'tenants' | 'staff'
  path: string
  icon: LucideIcon
  needs?: StaffPermission
}

export const PLACES: readonly Place[] = [
  { name: 'connections', path: '/admin', icon: Plug },
  { name: 'inbox', path: '/admin/inbox', icon: Inbox },
  { name: 'unmapped', path: '/admin/unmapped', icon: Unlink },
  { name: 'tenants', path: '/admin/tenants', icon: Building2 },
  { name: 'staff', path: '/admin/staff', icon: Users, needs: 'staff:manage' },
]
