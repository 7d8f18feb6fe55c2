/** "Orders, 12 s ago": when the source last confirmed what is shown. Counts on by itself. */
import type { Source } from '#workflows/contracts/sources.ts'
import { useNow } from '../text/use-now.tsx'
import { useFormat, useText } from '../text/use-text.tsx'

interface FreshnessProps {
  source: Source
  /** ISO instant; null: never yet. */
  seenAt: string | null
  /** Without the name of the source, where a heading says it. */
  bare?: boolean
}

export function Freshness({ source, seenAt, bare }: FreshnessProps) {
  const text = useText()
  const format = useFormat()
  const now = useNow(1000)
  const name = text(`common.source.${source}`)
  if (seenAt === null) return <>{text('common.fresh.never', { source: name })}</>
  const when = format.ago(seenAt, now)
  return (
    <time
      dateTime={seenAt}
      title={format.exact(seenAt)}
      className="text-meta whitespace-nowrap text-faint"
      suppressHydrationWarning
    >
      {bare === true ? when : text('common.fresh.seen', { source: name, when })}
    </time>
  )
}
