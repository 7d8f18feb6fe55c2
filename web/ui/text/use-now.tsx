/**
 * The clock of the page. The first render uses the server's time, so that server and browser write the same;
 * afterwards everything that ticks shares one timer.
 */
import { createContext, use, useEffect, useState, type ReactNode } from 'react'

const LoadedAtContext = createContext(0)

type Listener = () => void
const listeners = new Set<Listener>()
let timer: ReturnType<typeof setInterval> | undefined

function onTick(listener: Listener) {
  listeners.add(listener)
  timer ??= setInterval(() => listeners.forEach((each) => each()), 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** @param stepMs how coarse the answer may be; a part renders again only when its step has passed. */
export function useNow(stepMs = 60_000): Date {
  const loadedAt = use(LoadedAtContext)
  const [now, setNow] = useState(loadedAt)
  useEffect(() => {
    const read = () => setNow((last) => (Date.now() - last >= stepMs ? Date.now() : last))
    read()
    return onTick(read)
  }, [stepMs])
  return new Date(now)
}

interface ClockProps {
  /** Unix milliseconds at which the server rendered. */
  loadedAt: number
  children: ReactNode
}

export const Clock = ({ loadedAt, children }: ClockProps) => (
  <LoadedAtContext value={loadedAt}>{children}</LoadedAtContext>
)
