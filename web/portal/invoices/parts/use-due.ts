/** The due date seen from today in the member's zone. */
import { useNow } from '#web/ui/text/use-now.tsx'
import { useFormat } from '#web/ui/text/use-text.tsx'
import type { InvoiceRow } from '../../billing-api.ts'
import { dueOf, type Due } from './due.ts'

export function useDue(invoice: Pick<InvoiceRow, 'state' | 'dueAt'>): Due {
  const { dateOf } = useFormat()
  return dueOf(invoice, { today: dateOf(useNow()), dateOf })
}
