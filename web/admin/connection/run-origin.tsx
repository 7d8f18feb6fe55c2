/** Where a run is, and who started it and why. */
import { consoleText } from '../../languages/console-text.ts'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { RunView } from '../api.ts'

/** Runs that nobody asked for: a first import, a nightly rebuild. */
const BY_ITSELF = 'sweeper'

export const starterOf = ({ startedBy }: Pick<RunView, 'startedBy'>): string =>
  startedBy === BY_ITSELF ? consoleText('connection.runs.itself') : startedBy

export function RunOrigin({ run }: { run: RunView }) {
  const format = useFormat()
  const now = useNow(1_000)
  const { pages, checkpointAt, startedBecause } = run
  const place =
    checkpointAt === null
      ? []
      : [
          consoleText('connection.progress.page', { number: format.number(pages) }),
          consoleText('connection.progress.checkpoint', { when: format.ago(checkpointAt, now) }),
        ]
  const by = consoleText('connection.progress.by', { name: starterOf(run) })
  return (
    <p className="text-meta break-words text-faint" suppressHydrationWarning>
      {[...place, startedBecause === null ? by : `${by}: ${startedBecause}`].join(' · ')}
    </p>
  )
}
