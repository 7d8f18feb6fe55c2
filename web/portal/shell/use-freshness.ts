/** How fresh each source is: from the page, then asked again while the page is looked at. */
import { useEffect, useState } from 'react'
import type { Source } from '#workflows/contracts/sources.ts'
import type { FreshnessView } from '../api.ts'
import { useSession } from './use-session.ts'

const EVERY_MS = 30_000

export type FreshnessOfSource = Partial<Record<Source, FreshnessView>>

/** @param loaded what the loader of the page read; newer data of the page wins over what was asked since */
export function useFreshness(loaded: FreshnessView[]): FreshnessOfSource {
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
  const current = asked.loaded === loaded ? asked.list : loaded
  return Object.fromEntries(current.map((each) => [each.source, each]))
}
