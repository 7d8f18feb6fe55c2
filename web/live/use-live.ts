/**
 * Live pages in three hooks: the shell connects once, a route says what it shows, a row asks whether it has just
 * changed. The store is the browser's only one; on the server it exists and stays silent.
 */
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import {
  useNavigate,
  useNavigation,
  useRevalidator,
  type ShouldRevalidateFunctionArgs,
} from 'react-router'
import { decideRevalidation } from './use-live/revalidation.ts'
import { inBackground } from './use-live/background.ts'
import { createLiveStore } from './use-live/store.ts'
import type { LiveInterest } from './use-live/interest.ts'
import { openStream } from './use-live/stream.ts'
import { joinTabs } from './use-live/tabs.ts'
import { probeSession } from './use-live/probe.ts'
import type { Connection } from './use-live/message.ts'

export type { Connection } from './use-live/message.ts'
export { ONLY_RESETS, type LiveInterest } from './use-live/interest.ts'

const store = createLiveStore()

/** Changes within this time (ms) of the first one are read together. */
const TOGETHER_MS = 40

interface LiveTarget {
  slug: string
  personId: string
  cursor: string | null
  /** Where a member whose session has ended signs in again. */
  door: () => string
  /** Another one: connect anew, since the person has signed in again. */
  round: number
  /** False while the page waits for its person and must not be left. */
  mayLeave: () => boolean
}

/** For the shell: opens the stream of one tenant and runs revalidations when the router is free. */
export function useLiveConnection(target: LiveTarget): void {
  const { slug, personId, cursor, door, round, mayLeave } = target
  const navigate = useNavigate()
  const ended = useSyncExternalStore(store.subscribe, store.ended, () => false)
  // The cursor belongs to the page load; a later one must not reopen the stream.
  const firstCursor = useEffectEvent(() => cursor)
  const leave = useEffectEvent(() => {
    if (mayLeave()) void navigate(door())
  })
  useEffect(() => {
    store.clear()
    const tabs = joinTabs({
      name: `portside:${slug}:${personId}`,
      cursor: firstCursor(),
      loadedAt: performance.timeOrigin,
      onMessage: store.take,
      open: (after, onMessage) =>
        openStream({
          url: (from) =>
            `/live?${new URLSearchParams({ tenant: slug, ...(from === null ? {} : { after: from }) })}`,
          after,
          onMessage,
          probe: () => probeSession(slug),
        }),
    })
    const onOffline = () => store.take({ type: 'state', state: 'offline' })
    window.addEventListener('online', tabs.wake)
    window.addEventListener('offline', onOffline)
    return () => {
      window.removeEventListener('online', tabs.wake)
      window.removeEventListener('offline', onOffline)
      tabs.close()
    }
  }, [slug, personId, round])
  useEffect(() => {
    if (ended) leave()
  }, [ended])
  useLiveRevalidation()
}

function useLiveRevalidation(): void {
  const { revalidate, state } = useRevalidator()
  const navigation = useNavigation()
  const pending = useSyncExternalStore(store.subscribe, store.isPending, () => false)
  const running = useSyncExternalStore(store.subscribe, store.isRunning, () => false)
  const free = navigation.state === 'idle' && state === 'idle' && !running
  useEffect(() => {
    if (!pending || !free) return
    const timer = setTimeout(() => {
      store.begin()
      void inBackground(revalidate).finally(store.finish)
    }, TOGETHER_MS)
    return () => clearTimeout(timer)
  }, [pending, free, revalidate])
}

/** For a route: its loader runs again when one of these records changes. Pair it with `revalidateOnLive`. */
export function useLive(interests: readonly LiveInterest[]): void {
  // By value: a page may write its interests anew with each render.
  const key = JSON.stringify(interests)
  const current = useEffectEvent(() => interests)
  useEffect(() => {
    const undo = current().map((interest) => store.want(interest))
    return () => undo.forEach((step) => step())
  }, [key])
}

/**
 * For a route's `shouldRevalidate`.
 *
 * @param interests what the route shows; empty: nothing that changes live
 */
export const revalidateOnLive =
  (interests: (args: ShouldRevalidateFunctionArgs) => readonly LiveInterest[]) =>
  (args: ShouldRevalidateFunctionArgs): boolean =>
    decideRevalidation(args, store, interests(args))

/** A record, or several that one row or fact tells of. */
type Told = string | readonly string[]

/** For a row or fact: true for a moment after a live change to what it tells of was read. */
export const useJustChanged = (told: Told): boolean =>
  useSyncExternalStore(
    store.subscribe,
    () => (typeof told === 'string' ? store.isMarked(told) : told.some(store.isMarked)),
    () => false,
  )

/** For one fact of a record: true for a moment after a live change in which this very value became another. */
export function useValueJustChanged(told: Told, value: string | null): boolean {
  const marked = useJustChanged(told)
  const [last, setLast] = useState({ value, moved: false, marked })
  if (last.value !== value) setLast({ value, moved: true, marked })
  else if (last.marked !== marked) setLast({ value, moved: last.moved && marked, marked })
  return marked && last.moved
}

export const useConnection = (): Connection =>
  useSyncExternalStore(store.subscribe, store.connection, () => 'connecting' as const)
