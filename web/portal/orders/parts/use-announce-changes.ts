/** Tells a screen reader which orders changed state while the page was open. */
import { useText } from '#web/ui/text/use-text.tsx'
import type { OrderRow } from '../../api.ts'
import { useAnnounced } from '#web/ui/text/use-announced.ts'

export function useAnnounceChanges(
  rows: readonly Pick<OrderRow, 'id' | 'number' | 'state' | 'version'>[],
): void {
  const text = useText()
  useAnnounced(
    rows.map(({ id, number, state, version }) => ({
      id,
      stamp: String(version),
      words: text('shell.announce.changed', { number, state: text(`common.state.${state}`) }),
    })),
  )
}
