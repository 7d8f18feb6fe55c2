/** Tells a screen reader which entries changed while the page was open. */
import { useAnnounced } from '../../ui/text/use-announced.ts'
import { useText } from '../../ui/text/use-text.tsx'
import type { EngagementView } from './communication-api.ts'

export function useAnnounceEngagements(rows: readonly EngagementView[]): void {
  const text = useText()
  useAnnounced(
    rows.map(({ id, version, kind, title }) => ({
      id,
      stamp: String(version),
      words: text('communication.changed', {
        title: title ?? text(`communication.untitled.${kind}`),
      }),
    })),
  )
}
