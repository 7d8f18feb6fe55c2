/** The places of the portal, in the order of the navigation. A place is shown only to those who may see it. */
import { House, Package, type LucideIcon } from 'lucide-react'
import type { PermissionName } from '../../auth/permissions.ts'

export interface Place {
  name: 'home' | 'orders'
  path: string
  icon: LucideIcon
  needs: PermissionName | null
}

const PLACES: readonly Place[] = [
  { name: 'home', path: 'home', icon: House, needs: null },
  { name: 'orders', path: 'orders', icon: Package, needs: 'orders:view' },
]

export const placesFor = (permissions: readonly PermissionName[]): Place[] =>
  PLACES.filter(({ needs }) => needs === null || permissions.includes(needs))
