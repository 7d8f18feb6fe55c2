/** What an entry is called: its own title, or what it is. */
import { useText } from '../../ui/text/use-text.tsx'
import type { EngagementView } from './communication-api.ts'

export function useEngagementTitle({
  kind,
  title,
}: Pick<EngagementView, 'kind' | 'title'>): string {
  const text = useText()
  return title ?? text(`communication.untitled.${kind}`)
}
