/** What a person knows an invoice by. */
import { useText } from '#web/ui/text/use-text.tsx'
import '#web/languages/pages/invoices.ts'
import type { InvoiceRow } from '../../billing-api.ts'

export function useInvoiceName(): (invoice: Pick<InvoiceRow, 'number'>) => string {
  const text = useText()
  return ({ number }) => number ?? text('invoices.noNumber')
}
