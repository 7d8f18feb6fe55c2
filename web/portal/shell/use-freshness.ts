/** How fresh the orders are: from the page, then asked again while the page is looked at. */
import { useEffect, useState } from 'react'
import type { FreshnessView } from '../api.ts'
import { useSession } from './use-session.ts'

const EVERY_MS = 30_000

/** @param loaded what the loader of the page read; newer data of the page wins over what was asked since */
export function useFreshness(loaded: FreshnessView[]): FreshnessView | undefined {
  const { tenant } = useSession()
  const [asked, setAsked] = useState({ loaded, list: loaded })
  useEffect(() => {
    const ask = async () => {
      if (document.hidden) return
      const { createPortalClient } = await import('../../trpc/client.ts')
      const list = await createPortalClient(tenant.slug).portal.freshness.get.query()
      setAsked({ loaded, list })
    }
    // No answer changes nothing: the text goes on counting, which is the truth.
    const timer = setInterval(() => void ask().catch(() => undefined), EVERY_MS)
    return () => clearInterval(timer)
  }, [loaded, tenant.slug])
  return (asked.loaded === loaded ? asked.list : loaded).find(({ source }) => source === 'orders')
}
