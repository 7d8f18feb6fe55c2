/** Asks a minute before the session ends, and keeps the page as it is when it has ended. */
import { useEffect, useEffectEvent, useState } from 'react'
import { createLazyPart } from '../../ui/float/lazy-part.tsx'
import { askRemaining, type Answer } from './remaining.ts'
import type { TimeoutBodyProps } from './timeout-body.tsx'

/** Milliseconds before the end at which the page asks. */
const WARNING_MS = 60_000
/** After an answer that did not come. */
const RETRY_MS = 20_000
/** Browsers take timers of up to 24 days; the longest session is a day. */
const MAX_MS = 24 * 3600_000

const body = createLazyPart<TimeoutBodyProps>(() => import('./timeout-body.tsx'))

export interface Ending {
  /** Which limit comes first: only activity moves the idle one. */
  by: 'idle' | 'absolute'
  /** Of the browser's clock. */
  at: number
}

function endingOf({ idleMs, absoluteMs }: { idleMs: number; absoluteMs: number }): Ending {
  const by = idleMs < absoluteMs ? 'idle' : 'absolute'
  return { by, at: Date.now() + Math.min(idleMs, absoluteMs) }
}

type Shown = { type: 'nothing' } | { type: 'warning'; ending: Ending } | { type: 'ended' }

export interface SessionWatchProps {
  personId: string
}

export default function SessionWatch({ personId }: SessionWatchProps) {
  const [shown, setShown] = useState<Shown>({ type: 'nothing' })
  const [lookAt, setLookAt] = useState<number>(0)
  const take = useEffectEvent((answer: Answer): void => {
    if (answer.type === 'unreachable') setLookAt(Date.now() + RETRY_MS)
    // Ended while nobody waited for it, such as by signing out elsewhere: the stream leads to the door.
    if (answer.type !== 'alive') return
    const ending = endingOf(answer.left)
    const wait = ending.at - Date.now() - WARNING_MS
    if (wait > 1_000) setLookAt(Date.now() + wait)
    else setShown({ type: 'warning', ending })
  })
  const isWaiting = shown.type === 'nothing'
  useEffect(() => {
    if (!isWaiting) return
    const wait = Math.min(Math.max(0, lookAt - Date.now()), MAX_MS)
    const timer = setTimeout(() => {
      void askRemaining({ active: false }).then(take)
    }, wait)
    return () => clearTimeout(timer)
  }, [lookAt, isWaiting, personId])
  if (shown.type === 'nothing') return null
  return (
    <body.Part
      personId={personId}
      ending={shown.type === 'warning' ? shown.ending : null}
      onEnded={() => setShown({ type: 'ended' })}
      onStay={() => {
        setShown({ type: 'nothing' })
        setLookAt(Date.now() + 1_000)
      }}
    />
  )
}
