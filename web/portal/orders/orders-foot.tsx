/** Below the list: which part of it is shown, what it comes to, and the pages around. */
import { ChevronDown } from 'lucide-react'
import { Menu } from '../../ui/float/menu.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ChipButton } from '../../ui/list/chip.tsx'
import { Pager } from '../../ui/list/pager.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrdersPage } from '../api.ts'
import { changeQuery, PAGE_SIZES, toSearch, type OrdersQuery } from './orders-query.ts'
import { useOrdersNavigation } from './use-orders-navigation.ts'

interface OrdersFootProps {
  query: OrdersQuery
  page: OrdersPage
}

function useRange({ page }: OrdersFootProps): string {
  const text = useText()
  const format = useFormat()
  const { total, offset, rows } = page
  const range =
    offset === null
      ? text('orders.pages.count', { count: total.count, number: format.number(total.count) })
      : text('orders.pages.range', {
          from: format.number(offset + 1),
          to: format.number(offset + rows.length),
          count: total.count,
        })
  if (total.sums.length === 0) return range
  return text('orders.pages.rangeTotal', { range, sums: total.sums.map(format.money).join(', ') })
}

export function OrdersFoot(props: OrdersFootProps) {
  const { query, page } = props
  const text = useText()
  const format = useFormat()
  const go = useOrdersNavigation()
  const range = useRange(props)
  const to = (cursor: string | null) =>
    cursor === null ? null : toSearch(changeQuery(query, { cursor })) || '?'
  const words = (size: number) => text('orders.pages.size', { number: format.number(size) })
  return (
    <Pager
      label={text('orders.pages.label')}
      range={range}
      size={
        <Menu
          align="end"
          className="relative hidden desk:inline-flex"
          entries={PAGE_SIZES.map((size) => ({
            type: 'choice',
            label: words(size),
            checked: size === query.limit,
            onSelect: () => go(changeQuery(query, { limit: size })),
          }))}
        >
          {(trigger) => (
            <ChipButton {...trigger} className="border-transparent">
              {words(query.limit)}
              <Icon of={ChevronDown} size={14} />
            </ChipButton>
          )}
        </Menu>
      }
      previous={{ label: text('orders.pages.previous'), to: to(page.previous) }}
      next={{ label: text('orders.pages.next'), to: to(page.next) }}
    />
  )
}
