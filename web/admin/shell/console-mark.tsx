/** The word that stands on every page of staff. */
import { consoleText } from '../../languages/console-text.ts'

export const ConsoleMark = () => (
  <strong className="rounded-1 bg-brand px-2 py-0.5 text-meta font-semibold text-on-brand">
    {consoleText('shell.mark')}
  </strong>
)
