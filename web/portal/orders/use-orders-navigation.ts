/** Changes the URL of the list; the rest follows from it. Typing replaces the entry, choices add one. */
import { useNavigate } from 'react-router'
import { toSearch, type OrdersQuery } from './orders-query.ts'

export function useOrdersNavigation(): (query: OrdersQuery, how?: { replace: boolean }) => void {
  const navigate = useNavigate()
  return (query, how) =>
    void navigate(
      { search: toSearch(query) },
      { replace: how?.replace ?? false, preventScrollReset: true },
    )
}
