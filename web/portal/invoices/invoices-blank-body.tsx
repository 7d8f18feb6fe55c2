/** Why no invoice is shown: fetched only when there is none. */
import { ReceiptText } from 'lucide-react'
import { useText } from '../../ui/text/use-text.tsx'
import { ListBlank } from '../list/list-blank.tsx'
import type { WhyEmpty } from '../list/list-query.ts'
import { useSession } from '../shell/use-session.ts'
import type { InvoiceViewName } from './invoices-query.ts'

export default function InvoicesBlank({ view, filtered, all }: WhyEmpty<InvoiceViewName>) {
  const text = useText()
  const { operator } = useSession()
  return (
    <ListBlank
      icon={ReceiptText}
      {...{ filtered, all }}
      empty={{
        title: text('invoices.empty.title'),
        help: text('invoices.empty.help', { operator: operator.name }),
      }}
      noneInView={
        view === 'all'
          ? null
          : {
              title: text(`invoices.noneInView.${view}`),
              help: text('invoices.noneInView.help'),
              action: text('invoices.noneInView.action'),
            }
      }
    />
  )
}
