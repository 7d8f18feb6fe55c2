/** The places of the console, in the order of the navigation; every staff role sees all of them. */
import { Building2, Inbox, Plug, Unlink, type LucideIcon } from 'lucide-react'

export interface Place {
  name: 'connections' | 'inbox' | 'unmapped' | 'tenants'
  path: string
  icon: LucideIcon
}

export const PLACES: readonly Place[] = [
  { name: 'connections', path: '/admin', icon: Plug },
  { name: 'inbox', path: '/admin/inbox', icon: Inbox },
  { name: 'unmapped', path: '/admin/unmapped', icon: Unlink },
  { name: 'tenants', path: '/admin/tenants', icon: Building2 },
]
