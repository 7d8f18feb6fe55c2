/** Asks for tenants as one types, a moment after the last key; a late answer to earlier words is not shown. */
import { useEffect } from 'react'
import { useFetcher } from 'react-router'
import type { TenantChoice } from '../api.ts'
import type { loader } from './tenant-search.ts'

const PAUSE_MS = 150

export interface Found {
  tenants: TenantChoice[]
  isSearching: boolean
}

export function useTenantSearch(words: string): Found {
  const { load, data, state } = useFetcher<typeof loader>()
  useEffect(() => {
    const timer = setTimeout(
      () => void load(`/admin/tenants/search?${new URLSearchParams({ q: words }).toString()}`),
      words === '' ? 0 : PAUSE_MS,
    )
    return () => clearTimeout(timer)
  }, [words, load])
  const isAnswered = data?.q === words && state === 'idle'
  return { tenants: data?.q === words ? data.tenants : [], isSearching: !isAnswered }
}
