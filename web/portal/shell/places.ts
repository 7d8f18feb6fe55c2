/** The places of the portal, in the order of the navigation. A place is shown only to those who may see it. */
import {
  Building2,
  FolderKanban,
  House,
  Package,
  ReceiptText,
  Repeat,
  Settings,
  type LucideIcon,
} from 'lucide-react'
import type { PermissionName } from '#workflows/contracts/access.ts'

export interface Place {
  name: 'home' | 'orders' | 'projects' | 'invoices' | 'plan' | 'company' | 'settings'
  path: string
  icon: LucideIcon
  /** One of these is enough; none: everybody. */
  needs: readonly PermissionName[]
  /** Too much for the bar of a phone, which has five places: other pages or the account's menu lead there. */
  wide?: true
}

const PLACES: readonly Place[] = [
  { name: 'home', path: 'home', icon: House, needs: [] },
  { name: 'orders', path: 'orders', icon: Package, needs: ['orders:view'] },
  { name: 'projects', path: 'projects', icon: FolderKanban, needs: ['projects:view'] },
  { name: 'invoices', path: 'invoices', icon: ReceiptText, needs: ['billing:view'] },
  { name: 'plan', path: 'plan', icon: Repeat, needs: ['billing:view'], wide: true },
  { name: 'company', path: 'company', icon: Building2, needs: ['company:view'] },
  {
    name: 'settings',
    path: 'settings',
    icon: Settings,
    needs: ['team:view', 'settings:view', 'audit:view'],
    wide: true,
  },
]

export const placesFor = (permissions: readonly PermissionName[]): Place[] =>
  PLACES.filter(
    ({ needs }) => needs.length === 0 || needs.some((name) => permissions.includes(name)),
  )
