/** One project as a row, and as a card on phones: the whole of it is the link. */
import { useJustChanged } from '../../live/use-live.ts'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { Held } from '../list/hold-rows.ts'
import { ListRow } from '../list/list-table.tsx'
import type { ProjectRow as Row } from '../projects-api.ts'
import { ProjectDue } from './parts/project-due.tsx'
import { ProjectProgress } from './parts/project-progress.tsx'
import { ProjectState } from './parts/project-state.tsx'

interface ProjectRowProps {
  held: Held<Row>
  base: string
  selected: boolean
  onToggle: (row: Row) => void
}

export function ProjectRow({ held, base, selected, onToggle }: ProjectRowProps) {
  const text = useText()
  const { row, left } = held
  const changed = useJustChanged(row.id)
  return (
    <ListRow name={row.number} to={`${base}/${row.id}`} {...{ held, changed, selected, onToggle }}>
      <td className="title" title={row.title}>
        {row.title}
      </td>
      <td>
        <ProjectState state={row.state} />
      </td>
      <td className="phone:text-right">
        <ProjectProgress project={row} />
      </td>
      <td className="hidden max-w-52 truncate text-soft wide:table-cell">{row.nextMilestone}</td>
      <td>
        <ProjectDue project={row} />
      </td>
      <td className="num hidden text-meta text-faint wide:table-cell">
        {left ? text('list.left') : <TimeText at={row.changedAt} form="ago" />}
      </td>
    </ListRow>
  )
}
