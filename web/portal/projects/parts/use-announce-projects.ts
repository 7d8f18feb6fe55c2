/** Tells a screen reader which projects changed while the page was open. */
import { useAnnounced } from '#web/ui/text/use-announced.ts'
import { useText } from '#web/ui/text/use-text.tsx'
import type { ProjectRow } from '../../projects-api.ts'

export function useAnnounceProjects(rows: readonly ProjectRow[]): void {
  const text = useText()
  useAnnounced(
    rows.map(({ id, number, state, version }) => ({
      id,
      stamp: String(version),
      words: text('shell.announce.changed', { number, state: text(`projects.state.${state}`) }),
    })),
  )
}
