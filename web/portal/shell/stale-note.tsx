/** Says that a source does not answer, since when, and that what is shown was true then. */
import { CloudOff, LoaderCircle } from 'lucide-react'
import { Note } from '../../ui/show/note.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'

export function StaleNote({ freshness }: { freshness: FreshnessView | undefined }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  if (freshness === undefined) return null
  const { source, seenAt, state } = freshness
  const system = text(`common.stale.system.${source}`)
  if (seenAt === null && state === 'paused') {
    return (
      <Note icon={CloudOff} tone="warn" className="my-3">
        {text('common.stale.pausedEarly', { system })}
      </Note>
    )
  }
  if (seenAt === null) {
    return (
      <Note icon={LoaderCircle} tone="info" className="my-3">
        {text(`common.stale.never.${source}`)}
      </Note>
    )
  }
  if (state === 'ok') return null
  return (
    <Note icon={CloudOff} tone="warn" className="my-3">
      {text(`common.stale.${state}`, {
        system,
        time: format.point(seenAt, now),
      })}
    </Note>
  )
}
