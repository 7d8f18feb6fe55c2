/**
 * Reads a page again by itself while somebody looks at it. Nobody asked for that, so it is marked as background and
 * keeps no session alive; a tab that is not seen asks for nothing.
 */
import { useEffect, useEffectEvent } from 'react'
import { useNavigation, useRevalidator } from 'react-router'
import { inBackground } from '../../live/use-live/background.ts'

/** In milliseconds: while something moves, and while nothing does. */
export const QUICK_MS = 1_500
export const CALM_MS = 10_000

export function useRefresh(everyMs: number): void {
  const { revalidate, state } = useRevalidator()
  const navigation = useNavigation()
  const isFree = useEffectEvent(
    () => state === 'idle' && navigation.state === 'idle' && document.visibilityState === 'visible',
  )
  useEffect(() => {
    const timer = setInterval(() => {
      if (isFree()) void inBackground(revalidate)
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs, revalidate])
}
