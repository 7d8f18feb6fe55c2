/**
 * Keeps a list still under the reader: rows that are shown stay where they are and take their new values,
 * rows that are new wait until they are asked for.
 */
import { useState } from 'react'

export interface Held<T> {
  row: T
  /** It is no longer among what the list would show now. */
  left: boolean
}

export function holdRows<T extends { id: string }>(
  shown: readonly Held<T>[],
  incoming: readonly T[],
): Held<T>[] {
  const byId = new Map(incoming.map((row) => [row.id, row]))
  return shown.map(({ row }) => {
    const fresh = byId.get(row.id)
    return fresh === undefined ? { row, left: true } : { row: fresh, left: false }
  })
}

export function countWaiting<T extends { id: string }>(
  shown: readonly Held<T>[],
  incoming: readonly T[],
): number {
  const ids = new Set(shown.map(({ row }) => row.id))
  return incoming.filter(({ id }) => !ids.has(id)).length
}

const adopt = <T>(rows: readonly T[]): Held<T>[] => rows.map((row) => ({ row, left: false }))

export interface HeldRows<T> {
  rows: Held<T>[]
  waiting: number
  showAll: () => void
}

/** @param key names what is listed (the URL); with another key everything is shown at once. */
export function useHeldRows<T extends { id: string }>(
  incoming: readonly T[],
  key: string,
): HeldRows<T> {
  const [state, setState] = useState({ key, incoming, rows: adopt(incoming) })
  let current = state
  if (state.key !== key || state.incoming !== incoming) {
    const still = state.key === key && state.rows.length > 0
    current = { key, incoming, rows: still ? holdRows(state.rows, incoming) : adopt(incoming) }
    setState(current)
  }
  return {
    rows: current.rows,
    waiting: countWaiting(current.rows, incoming),
    showAll: () => setState({ key, incoming, rows: adopt(incoming) }),
  }
}
