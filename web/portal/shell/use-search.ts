/** Orders, projects and invoices for the palette: those that changed last, or those that match, a moment after the last key. */
import { useEffect, useState } from 'react'
import { createPortalClient } from '../../trpc/client.ts'
import type { OrderRow } from '../api.ts'
import type { InvoiceRow } from '../billing-api.ts'
import type { ProjectRow } from '../projects-api.ts'
import { usePermission, useSession } from './use-session.ts'

const PAUSE_MS = 120
/** Of each kind: what is found must fit without scrolling. */
const LIMITS = [7, 7, 4, 3] as const

interface Rows {
  orders: OrderRow[]
  projects: ProjectRow[]
  invoices: InvoiceRow[]
}

export interface Found extends Rows {
  state: 'searching' | 'done' | 'failed'
}

const NOTHING: Rows = { orders: [], projects: [], invoices: [] }

/** Until the answer is there, only what already fits may be chosen: Enter must never open another thing. */
function fitting({ orders, projects, invoices }: Rows, words: string): Rows {
  const asked = words.toLowerCase()
  const fits = (name: string | null, about: string | null) =>
    `${name ?? ''} ${about ?? ''}`.toLowerCase().includes(asked)
  return {
    orders: orders.filter(({ number, title }) => fits(number, title)),
    projects: projects.filter(({ number, title }) => fits(number, title)),
    invoices: invoices.filter(({ number, description }) => fits(number, description)),
  }
}

type Asked = { text: string } & Record<keyof Rows, boolean>

async function search(slug: string, asked: Asked, signal: AbortSignal): Promise<Rows> {
  const { portal } = createPortalClient(slug)
  const kinds = [asked.orders, asked.projects, asked.invoices].filter((isAsked) => isAsked).length
  const limit = LIMITS[kinds] ?? 3
  const input = { text: asked.text, limit }
  const [orders, projects, invoices] = await Promise.all([
    asked.orders ? portal.orders.search.query(input, { signal }) : [],
    asked.projects ? portal.projects.search.query(input, { signal }) : [],
    asked.invoices ? portal.invoices.search.query(input, { signal }) : [],
  ])
  return { orders, projects, invoices }
}

export function useSearch(words: string): Found {
  const { tenant } = useSession()
  const orders = usePermission('orders:view')
  const projects = usePermission('projects:view')
  const invoices = usePermission('billing:view')
  const isAllowed = orders || projects || invoices
  const [found, setFound] = useState<Found & { words: string }>({
    ...NOTHING,
    state: 'done',
    words,
  })
  useEffect(() => {
    if (!isAllowed) return
    const left = new AbortController()
    const ask = async () => {
      setFound((last) => ({ ...last, state: 'searching' }))
      try {
        const rows = await search(
          tenant.slug,
          { text: words, orders, projects, invoices },
          left.signal,
        )
        setFound({ ...rows, state: 'done', words })
      } catch {
        if (!left.signal.aborted) setFound({ ...NOTHING, state: 'failed', words })
      }
    }
    const timer = setTimeout(() => void ask(), words === '' ? 0 : PAUSE_MS)
    return () => {
      clearTimeout(timer)
      left.abort()
    }
  }, [words, isAllowed, orders, projects, invoices, tenant.slug])
  if (!isAllowed || found.words === words) return found
  return { ...fitting(found, words), state: 'searching' }
}
