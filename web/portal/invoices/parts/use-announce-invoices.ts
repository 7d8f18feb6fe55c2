/** Tells a screen reader which invoices changed while the page was open: a payment counts as much as the source's word. */
import { useText } from '#web/ui/text/use-text.tsx'
import '#web/languages/pages/invoices.ts'
import type { InvoiceRow } from '../../billing-api.ts'
import { useAnnounced } from '#web/ui/text/use-announced.ts'
import { useInvoiceName } from './use-invoice-name.ts'

export function useAnnounceInvoices(rows: readonly InvoiceRow[]): void {
  const text = useText()
  const nameOf = useInvoiceName()
  useAnnounced(
    rows.map((row) => ({
      id: row.id,
      stamp: `${row.version} ${row.state}`,
      words: text('shell.announce.changed', {
        number: nameOf(row),
        state: text(`invoices.state.${row.state}`),
      }),
    })),
  )
}

/** The records that a row or fact of an invoice tells of: itself, and the payment that says where it stands. */
export const toldBy = ({ id, lastPayment }: Pick<InvoiceRow, 'id' | 'lastPayment'>): string[] =>
  lastPayment === null ? [id] : [id, lastPayment.id]
