/** Above the list: search, filters, how fresh it is, and what is waiting to be shown. */
import { useEffect, useEffectEvent, useState } from 'react'
import { ArrowUp } from 'lucide-react'
import { SearchField } from '../../ui/form/search-field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ChipButton } from '../../ui/list/chip.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView, OrdersPage } from '../api.ts'
import { FilterBar } from './filter/filter-bar.tsx'
import { changeQuery, type OrderSort, type OrdersQuery } from './orders-query.ts'
import { PhoneTools } from './filter/phone-tools.tsx'
import { useOrdersNavigation } from './use-orders-navigation.ts'

/** From the last key to the search (ms). */
const PAUSE_MS = 180

interface OrdersToolsProps {
  query: OrdersQuery
  page: OrdersPage
  freshness: FreshnessView | undefined
  sorts: readonly OrderSort[]
  waiting: number
  onShowWaiting: () => void
}

function OrdersSearch({ query }: { query: OrdersQuery }) {
  const text = useText()
  const go = useOrdersNavigation()
  const [words, setWords] = useState(query.q)
  const [known, setKnown] = useState(query.q)
  // Back, forward and "clear filters" change the URL under the field.
  if (known !== query.q) {
    setKnown(query.q)
    if (words.trim() !== query.q) setWords(query.q)
  }
  const search = useEffectEvent(() => {
    if (words.trim() !== query.q) go(changeQuery(query, { q: words.trim() }), { replace: true })
  })
  useEffect(() => {
    const timer = setTimeout(search, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <SearchField
      label={text('orders.search')}
      clearLabel={text('orders.clearSearch')}
      value={words}
      onValue={setWords}
      className="desk:w-56"
    />
  )
}

export function OrdersTools(props: OrdersToolsProps) {
  const { query, page, freshness, sorts, waiting, onShowWaiting } = props
  const text = useText()
  const format = useFormat()
  const go = useOrdersNavigation()
  const fields = { query, facets: page.facets, onChange: (next: OrdersQuery) => go(next) }
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      <OrdersSearch query={query} />
      <span className="hidden flex-wrap gap-2 desk:flex">
        <FilterBar {...fields} />
      </span>
      <PhoneTools {...fields} count={page.total.count} sorts={sorts} />
      <span className="ml-auto flex min-h-(--chip) items-center gap-2 phone:w-full phone:justify-between">
        {freshness === undefined ? null : (
          <Freshness source={freshness.source} seenAt={freshness.seenAt} />
        )}
        {waiting > 0 ? (
          <ChipButton onClick={onShowWaiting} title={text('orders.showNew')} className="rise">
            <Icon of={ArrowUp} size={14} />
            <strong className="font-medium text-ink">
              {text('orders.new', { count: waiting, number: format.number(waiting) })}
            </strong>
          </ChipButton>
        ) : null}
      </span>
    </div>
  )
}
