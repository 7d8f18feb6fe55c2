/** Which rows are selected, with what the bar needs to know of them; kept while paging, dropped with the view. */
import { useState } from 'react'

export interface Selection<T> {
  items: T[]
  has: (id: string) => boolean
  toggle: (item: T) => void
  /** Selects all of a page, or none when all are selected already. */
  togglePage: (page: T[]) => void
  clear: () => void
}

export function toggled<T extends { id: string }>(items: T[], item: T): T[] {
  const rest = items.filter((each) => each.id !== item.id)
  return rest.length < items.length ? rest : [...items, item]
}

export function toggledPage<T extends { id: string }>(items: T[], page: T[]): T[] {
  const onPage = new Set(page.map((item) => item.id))
  const elsewhere = items.filter((item) => !onPage.has(item.id))
  return items.length - elsewhere.length === page.length ? elsewhere : [...elsewhere, ...page]
}

export function useSelection<T extends { id: string }>(key: string): Selection<T> {
  const [state, setState] = useState<{ key: string; items: T[] }>({ key, items: [] })
  const items = state.key === key ? state.items : []
  const set = (next: T[]) => setState({ key, items: next })
  return {
    items,
    has: (id) => items.some((item) => item.id === id),
    toggle: (item) => set(toggled(items, item)),
    togglePage: (page) => set(toggledPage(items, page)),
    clear: () => set([]),
  }
}
