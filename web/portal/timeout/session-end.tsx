/** Watches for the end of the session. Nothing of it is fetched or asked before half of the time has gone. */
import { useEffect, useState, type ComponentType } from 'react'
import type { SessionWatchProps } from './session-watch.tsx'

const MINUTE_MS = 60_000
/** While what is needed is out of reach. */
const RETRY_MS = 20_000

interface SessionEndProps extends SessionWatchProps {
  idleMinutes: number
  /** The end that no activity moves. */
  endsAt: string
}

export function SessionEnd({ personId, idleMinutes, endsAt }: SessionEndProps) {
  const [Watch, setWatch] = useState<ComponentType<SessionWatchProps> | null>(null)
  useEffect(() => {
    const begin = (): void => {
      import('./session-watch.tsx').then(
        ({ default: loaded }) => setWatch(() => loaded),
        () => (timer = setTimeout(begin, RETRY_MS)),
      )
    }
    // Getting this page was activity. Half, since the clock of this browser may be wrong.
    const left = Math.min(idleMinutes * MINUTE_MS, Date.parse(endsAt) - Date.now())
    let timer = setTimeout(begin, left / 2)
    return () => clearTimeout(timer)
  }, [idleMinutes, endsAt])
  return Watch && <Watch personId={personId} />
}
