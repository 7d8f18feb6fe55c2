/** What the search finds for this member: nothing a role does not have may be offered. */
import { usePermission } from './use-session.ts'

export function useSearchHint(): 'both' | 'orders' | 'invoices' | 'none' {
  const orders = usePermission('orders:view')
  const invoices = usePermission('billing:view')
  if (orders && invoices) return 'both'
  if (orders) return 'orders'
  return invoices ? 'invoices' : 'none'
}
