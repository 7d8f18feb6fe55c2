/** Changes the URL of a list; the rest follows from it. Typing replaces the entry, choices add one. */
import { useNavigate } from 'react-router'

export type Go<Query> = (query: Query, how?: { replace: boolean }) => void

/** @param toSearch of the list's codec */
export function useListNavigation<Query>(toSearch: (query: Query) => string): Go<Query> {
  const navigate = useNavigate()
  return (query, how) =>
    void navigate(
      { search: toSearch(query) },
      { replace: how?.replace ?? false, preventScrollReset: true },
    )
}
