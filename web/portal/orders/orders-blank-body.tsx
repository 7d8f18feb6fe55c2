/** Why no order is shown: fetched only when there is none. */
import { Package } from 'lucide-react'
import { useText } from '../../ui/text/use-text.tsx'
import { ListBlank } from '../list/list-blank.tsx'
import type { WhyEmpty } from '../list/list-query.ts'
import { useSession } from '../shell/use-session.ts'
import type { OrderViewName } from './orders-query.ts'

export default function OrdersBlank({ view, filtered, all }: WhyEmpty<OrderViewName>) {
  const text = useText()
  const { operator } = useSession()
  return (
    <ListBlank
      icon={Package}
      {...{ filtered, all }}
      empty={{
        title: text('orders.empty.title'),
        help: text('orders.empty.help', { operator: operator.name }),
      }}
      noneInView={
        view === 'all'
          ? null
          : {
              title: text(`orders.noneInView.${view}`),
              help: text('orders.noneInView.help'),
              action: text('orders.noneInView.action'),
            }
      }
    />
  )
}
