/**
 * What open pages want to hear of, what has changed since they were read, and which rows to mark. A change waits
 * here until the router is free, so a navigation can delay a revalidation but never swallow it.
 */
import { addToBatch, emptyBatch, isEmptyBatch, matchesBatch, type Batch } from './batch.ts'
import type { LiveInterest } from './interest.ts'
import { createMarks } from './marks.ts'
import type { Connection, LiveMessage } from './message.ts'

export interface LiveStore {
  take: (message: LiveMessage) => void
  subscribe: (listener: () => void) => () => void
  /** A page shows this; the answer takes it back. */
  want: (interest: LiveInterest) => () => void
  connection: () => Connection
  ended: () => boolean
  isPending: () => boolean
  isRunning: () => boolean
  isMarked: (id: string) => boolean
  /** True when the revalidation under way, or one still waiting, is about this interest. */
  isConcerned: (interest: LiveInterest) => boolean
  /** The caller revalidates now, and says when it is done. */
  begin: () => void
  finish: () => void
  /** Another tenant or person: nothing of the last one may be left. */
  clear: () => void
}

interface State {
  connection: Connection
  ended: boolean
  pending: Batch
  running: Batch | null
}

const freshState = (): State => ({
  connection: 'connecting',
  ended: false,
  pending: emptyBatch(),
  running: null,
})

function reduce(state: State, message: LiveMessage, interests: ReadonlySet<LiveInterest>): State {
  if (message.type === 'state') return { ...state, connection: message.state }
  if (message.type === 'ended') return { ...state, ended: true }
  return { ...state, pending: addToBatch(state.pending, message, interests) }
}

export function createLiveStore(): LiveStore {
  const interests = new Set<LiveInterest>()
  const listeners = new Set<() => void>()
  let state = freshState()
  const tell = () => listeners.forEach((listener) => listener())
  const marks = createMarks(tell)
  const set = (next: State) => {
    state = next
    tell()
  }
  return {
    take: (message) => set(reduce(state, message, interests)),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    want: (interest) => {
      interests.add(interest)
      return () => void interests.delete(interest)
    },
    connection: () => state.connection,
    ended: () => state.ended,
    isPending: () => !isEmptyBatch(state.pending),
    isRunning: () => state.running !== null,
    isMarked: marks.has,
    isConcerned: (interest) =>
      matchesBatch(state.pending, interest) ||
      (state.running !== null && matchesBatch(state.running, interest)),
    begin: () => set({ ...state, running: state.pending, pending: emptyBatch() }),
    finish: () => {
      const done = state.running
      set({ ...state, running: null })
      marks.add([...(done?.changes.keys() ?? [])])
    },
    clear: () => {
      marks.clear()
      set(freshState())
    },
  }
}
