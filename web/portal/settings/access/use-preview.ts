/** Asks what a choice would mean a moment after it was made; only the latest answer is shown. */
import { useEffect } from 'react'
import { useFetcher } from 'react-router'
import { useSession } from '../../shell/use-session.ts'
import type { PreviewInput } from '../team-api.ts'
import type { loader, PreviewAnswer } from './preview.ts'

const SETTLE_MS = 150

/** Null: nothing asked yet. */
export function usePreview(asked: PreviewInput | null): {
  answer: PreviewAnswer | null
  working: boolean
} {
  const { tenant } = useSession()
  const { load, data, state } = useFetcher<typeof loader>()
  const of = asked === null ? null : JSON.stringify(asked)
  useEffect(() => {
    if (of === null) return
    const timer = setTimeout(() => {
      void load(`/t/${tenant.slug}/settings/people/preview?${new URLSearchParams({ of })}`)
    }, SETTLE_MS)
    return () => clearTimeout(timer)
  }, [of, load, tenant.slug])
  return { answer: data ?? null, working: state !== 'idle' || data === undefined }
}
