/** Orders for the palette: the ones that changed last, or those that match, a moment after the last key. */
import { useEffect, useState } from 'react'
import { createPortalClient } from '../../trpc/client.ts'
import type { OrderRow } from '../api.ts'
import { readOrdersQuery } from '../orders/orders-query.ts'
import { useSession } from './use-session.ts'

const PAUSE_MS = 120
const LIMIT = 7

export interface Found {
  rows: OrderRow[]
  state: 'searching' | 'done' | 'failed'
}

/** Until the answer is there, only what already fits may be chosen: Enter must never open another order. */
function fitting(rows: OrderRow[], words: string): OrderRow[] {
  const asked = words.toLowerCase()
  return rows.filter(({ number, title }) => `${number} ${title}`.toLowerCase().includes(asked))
}

export function useOrderSearch(words: string, allowed: boolean): Found {
  const { tenant } = useSession()
  const [found, setFound] = useState<Found & { words: string }>({ rows: [], state: 'done', words })
  useEffect(() => {
    if (!allowed) return
    const left = new AbortController()
    const search = async () => {
      setFound((last) => ({ ...last, state: 'searching' }))
      const query = { ...readOrdersQuery(new URLSearchParams({ q: words })), limit: LIMIT }
      try {
        const page = await createPortalClient(tenant.slug).portal.orders.list.query(query, {
          signal: left.signal,
        })
        setFound({ rows: page.rows, state: 'done', words })
      } catch {
        if (!left.signal.aborted) setFound({ rows: [], state: 'failed', words })
      }
    }
    const timer = setTimeout(() => void search(), words === '' ? 0 : PAUSE_MS)
    return () => {
      clearTimeout(timer)
      left.abort()
    }
  }, [words, allowed, tenant.slug])
  if (!allowed || found.words === words) return found
  return { rows: fitting(found.rows, words), state: 'searching' }
}
