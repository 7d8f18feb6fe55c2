/** Why the list is empty: nothing yet, nothing in this view, or nothing that matches. */
import { Package, SearchX } from 'lucide-react'
import { Link } from 'react-router'
import { buttonClass } from '../../ui/action/button.tsx'
import { Blank } from '../../ui/show/blank.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { useSession } from '../shell/use-session.ts'
import { changeView, clearFilters, hasFilters, toSearch, type OrdersQuery } from './orders-query.ts'

const ACTION = buttonClass('secondary')

export function OrdersBlank({ query }: { query: OrdersQuery }) {
  const text = useText()
  const { operator } = useSession()
  if (hasFilters(query)) {
    return (
      <Blank
        icon={SearchX}
        title={
          query.q === ''
            ? text('orders.noMatch.filters')
            : text('orders.noMatch.words', { words: query.q })
        }
        help={text('orders.noMatch.help')}
        action={
          <Link to={toSearch(clearFilters(query)) || '?'} className={ACTION}>
            {text('orders.filter.clear')}
          </Link>
        }
      />
    )
  }
  if (query.view === 'all') {
    return (
      <Blank
        icon={Package}
        title={text('orders.empty.title')}
        help={text('orders.empty.help', { operator: operator.name })}
      />
    )
  }
  return (
    <Blank
      icon={Package}
      title={text(`orders.noneInView.${query.view}`)}
      help={text('orders.noneInView.help')}
      action={
        <Link to={toSearch(changeView(query, 'all')) || '?'} className={ACTION}>
          {text('orders.noneInView.action')}
        </Link>
      }
    />
  )
}
