/** What a filter that is on says on its chip, and how it is taken away; null: it is off. */
import { useFormat, useText } from '#web/ui/text/use-text.tsx'
import type { FilterName } from './filters.ts'
import { changeQuery, type OrdersQuery } from '../orders-query.ts'

export const withoutFilter = (query: OrdersQuery, name: FilterName): OrdersQuery =>
  changeQuery(
    query,
    name === 'state'
      ? { states: [] }
      : name === 'site'
        ? { sites: [] }
        : { placedFrom: null, placedTo: null },
  )

export function useFilterWords(query: OrdersQuery): (name: FilterName) => string | null {
  const text = useText()
  const format = useFormat()
  const several = (words: string[]) => {
    const [first, ...more] = words
    if (first === undefined) return null
    if (more.length === 0) return first
    return text('orders.filter.some', { first, number: format.number(more.length) })
  }
  const placed = () => {
    const from = query.placedFrom === null ? null : format.day(query.placedFrom, 'year')
    const to = query.placedTo === null ? null : format.day(query.placedTo, 'year')
    if (from !== null && to !== null) return text('orders.filter.between', { from, to })
    if (from !== null) return text('orders.filter.since', { date: from })
    return to === null ? null : text('orders.filter.until', { date: to })
  }
  return (name) => {
    if (name === 'state') return several(query.states.map((state) => text(`common.state.${state}`)))
    return name === 'site' ? several(query.sites) : placed()
  }
}
