/** What the search finds for this member: nothing a role does not have may be offered. */
import { usePermission } from './use-session.ts'

export function useSearchHint():
  'all' | 'both' | 'work' | 'orders' | 'projects' | 'invoices' | 'none' {
  const orders = usePermission('orders:view')
  const projects = usePermission('projects:view')
  const invoices = usePermission('billing:view')
  if (orders && projects && invoices) return 'all'
  if (orders && invoices) return 'both'
  if (orders && projects) return 'work'
  if (orders) return 'orders'
  if (projects && !invoices) return 'projects'
  return invoices ? 'invoices' : 'none'
}
