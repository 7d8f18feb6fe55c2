/** Watches for the end of the session once the page has settled: a first visit does without all of it. */
import { useEffect, useState } from 'react'
import { createLazyPart } from '../../ui/float/lazy-part.tsx'
import type { SessionWatchProps } from './session-watch.tsx'

/** Milliseconds; the shortest session is five minutes of idleness. */
const SETTLED_MS = 3_000

// Out of reach it is left out: the page itself needs none of it, and the door is shown to whoever comes too late.
const watch = createLazyPart<SessionWatchProps>(() =>
  import('./session-watch.tsx').catch(() => ({ default: () => null })),
)

export function SessionEnd({ personId }: SessionWatchProps) {
  const [isSettled, setIsSettled] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsSettled(true), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [])
  return isSettled ? <watch.Part personId={personId} /> : null
}
