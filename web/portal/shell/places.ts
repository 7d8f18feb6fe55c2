/** The places of the portal, in the order of the navigation. A place is shown only to those who may see it. */
import { Building2, House, Package, ReceiptText, type LucideIcon } from 'lucide-react'
import type { PermissionName } from '../../auth/permissions.ts'

export interface Place {
  name: 'home' | 'orders' | 'invoices' | 'company'
  path: string
  icon: LucideIcon
  needs: PermissionName | null
}

const PLACES: readonly Place[] = [
  { name: 'home', path: 'home', icon: House, needs: null },
  { name: 'orders', path: 'orders', icon: Package, needs: 'orders:view' },
  { name: 'invoices', path: 'invoices', icon: ReceiptText, needs: 'billing:view' },
  { name: 'company', path: 'company', icon: Building2, needs: 'company:view' },
]

export const placesFor = (permissions: readonly PermissionName[]): Place[] =>
  PLACES.filter(({ needs }) => needs === null || permissions.includes(needs))
