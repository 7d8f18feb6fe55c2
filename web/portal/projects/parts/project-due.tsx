/** When a project is due, and how long something of it has been late. */
import { DateText } from '#web/ui/text/date-text.tsx'
import { useFormat, useText } from '#web/ui/text/use-text.tsx'
import type { ProjectRow } from '../../projects-api.ts'

export function ProjectDue({ project }: { project: ProjectRow }) {
  const text = useText()
  const format = useFormat()
  const { dueOn, lateDays } = project
  return (
    <>
      {dueOn === null ? (
        <span className="text-faint">{text('common.noDate')}</span>
      ) : (
        <DateText date={dueOn} />
      )}{' '}
      {lateDays === null ? null : (
        <span className="text-meta font-medium text-warn">
          {text('common.daysLate', { count: lateDays, number: format.number(lateDays) })}
        </span>
      )}
    </>
  )
}
