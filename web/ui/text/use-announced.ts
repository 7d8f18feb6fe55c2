/** Tells a screen reader which rows changed while the page was open. */
import { useEffect, useRef } from 'react'
import { announce } from './announcer.tsx'

/** More than this at once is noise; the rows are marked as well. */
const MAX_SAID = 5

export interface Announced {
  id: string
  /** Another one: the row has changed. */
  stamp: string
  words: string
}

export function useAnnounced(rows: readonly Announced[]): void {
  const last = useRef(new Map<string, string>())
  useEffect(() => {
    const before = last.current
    last.current = new Map(rows.map(({ id, stamp }) => [id, stamp]))
    const changed = rows.filter(({ id, stamp }) => (before.get(id) ?? stamp) !== stamp)
    if (changed.length === 0) return
    announce(
      changed
        .slice(0, MAX_SAID)
        .map(({ words }) => words)
        .join(' '),
    )
  }, [rows])
}
