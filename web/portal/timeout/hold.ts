/** While the page waits for its person to sign in again, nothing leads away from it: what they typed is on it. */
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const state = { isHeld: false, round: 0 }

const tell = (): void => listeners.forEach((listener) => listener())
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const isHeld = (): boolean => state.isHeld

export function hold(): void {
  state.isHeld = true
  tell()
}

/** The person is back: what was connected connects anew. */
export function release(): void {
  state.isHeld = false
  state.round++
  tell()
}

/** Grows each time a person came back. */
export const useRound = (): number =>
  useSyncExternalStore(
    subscribe,
    () => state.round,
    () => 0,
  )
