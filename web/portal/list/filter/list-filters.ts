/** What the filters of a list need to be shown, as chips on desktop and in a sheet on phones. */
import type { ReactNode } from 'react'
import { useFormat, useText } from '#web/ui/text/use-text.tsx'

export interface ListFilters<Name extends string> {
  names: readonly Name[]
  label: (name: Name) => string
  /** What a filter that is on says on its chip; null: it is off. */
  words: (name: Name) => string | null
  onRemove: (name: Name) => void
  onClear: () => void
  /** The controls of a filter. */
  fields: (name: Name) => ReactNode
  /** Fetches the controls before they are asked for. */
  preload: () => void
}

/** The words of filters that are on. */
export function useFilterText() {
  const text = useText()
  const format = useFormat()
  return {
    several: ([first, ...more]: readonly string[]): string | null => {
      if (first === undefined) return null
      if (more.length === 0) return first
      return text('list.filter.some', { first, number: format.number(more.length) })
    },
    between: (fromDate: string | null, toDate: string | null): string | null => {
      const from = fromDate === null ? null : format.day(fromDate, 'year')
      const to = toDate === null ? null : format.day(toDate, 'year')
      if (from !== null && to !== null) return text('list.filter.between', { from, to })
      if (from !== null) return text('list.filter.since', { date: from })
      return to === null ? null : text('list.filter.until', { date: to })
    },
  }
}
