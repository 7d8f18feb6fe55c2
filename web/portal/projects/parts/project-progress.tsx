/** How many milestones are behind: bars where they can still be counted, and the numbers. */
import { Stages } from '#web/ui/show/stages.tsx'
import { useFormat, useText } from '#web/ui/text/use-text.tsx'
import type { ProjectRow } from '../../projects-api.ts'

const MOST_BARS = 6

export function ProjectProgress({ project }: { project: ProjectRow }) {
  const text = useText()
  const format = useFormat()
  const { milestonesDone: done, milestonesTotal: total, lateDays, state } = project
  if (total === 0) return <span className="text-faint">–</span>
  const numbers = { done: format.number(done), total: format.number(total) }
  const tone = lateDays !== null ? 'warn' : state === 'completed' ? 'ok' : 'info'
  // What has not begun stands nowhere yet; of what is complete the last bar is the one that counts.
  const at = state === 'planned' ? -1 : Math.min(done, state === 'completed' ? total - 1 : total)
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      {total > MOST_BARS ? null : <Stages count={total} at={at} tone={tone} />}
      <span className="tabular-nums">
        <span aria-hidden>{text('projects.done', numbers)}</span>
        <span className="sr-only">{text('projects.doneWords', numbers)}</span>
      </span>
    </span>
  )
}
