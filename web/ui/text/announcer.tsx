/** Says politely what changed on the page to those who do not see it. One region, since several talk over each other. */
import { useSyncExternalStore } from 'react'

let words = ''
const listeners = new Set<() => void>()

/** Several messages at once are read as one. */
export function announce(message: string): void {
  words = message
  listeners.forEach((listener) => listener())
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function Announcer() {
  const message = useSyncExternalStore(
    subscribe,
    () => words,
    () => '',
  )
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {message}
    </div>
  )
}
