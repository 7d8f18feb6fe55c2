/** Tells a screen reader which orders changed state while the page was open. */
import { useEffect, useRef } from 'react'
import { announce } from '#web/ui/text/announcer.tsx'
import { useText } from '#web/ui/text/use-text.tsx'
import type { OrderRow } from '../../api.ts'

type Announced = Pick<OrderRow, 'id' | 'number' | 'state' | 'version'>

export function useAnnounceChanges(rows: readonly Announced[]): void {
  const text = useText()
  const last = useRef(new Map<string, number>())
  useEffect(() => {
    const before = last.current
    last.current = new Map(rows.map(({ id, version }) => [id, version]))
    const changed = rows.filter(({ id, version }) => (before.get(id) ?? version) !== version)
    if (changed.length === 0) return
    announce(
      changed
        .slice(0, 5)
        .map(({ number, state }) =>
          text('shell.announce.changed', { number, state: text(`common.state.${state}`) }),
        )
        .join(' '),
    )
  }, [rows, text])
}
