/** The table of projects: its columns, and sorting by their headings. */
import type { Selection } from '../../ui/list/use-selection.ts'
import { useText } from '../../ui/text/use-text.tsx'
import type { Held } from '../list/hold-rows.ts'
import { ListTable, sortHeadsOf } from '../list/list-table.tsx'
import type { ProjectRow as Row } from '../projects-api.ts'
import { ProjectRow } from './project-row.tsx'
import { projectsList, type ProjectsQuery } from './projects-query.ts'

interface ProjectsTableProps {
  query: ProjectsQuery
  rows: Held<Row>[]
  base: string
  selection: Selection<Row>
}

const CHANGED = 'num hidden min-w-24 wide:table-cell'

function Head({ query }: Pick<ProjectsTableProps, 'query'>) {
  const text = useText()
  const sortable = sortHeadsOf({
    codec: projectsList,
    query,
    label: (sort) => text(`projects.sort.${sort}`),
  })
  const [number, state, due] = [sortable('number'), sortable('state'), sortable('due', 'min-w-40')]
  const changed = sortable('changed', CHANGED)
  return (
    <>
      {number}
      <th scope="col" className="title">
        {text('projects.column.title')}
      </th>
      {state}
      <th scope="col">{text('projects.column.progress')}</th>
      <th scope="col" className="hidden wide:table-cell">
        {text('projects.column.next')}
      </th>
      {due}
      {changed}
    </>
  )
}

export function ProjectsTable({ query, rows, base, selection }: ProjectsTableProps) {
  const text = useText()
  const sort = `${text(`projects.sort.${query.sort}`)}, ${text(`list.sort.${query.direction}`)}`
  return (
    <ListTable
      caption={text('list.caption', { view: text(`projects.views.${query.view}`), sort })}
      rows={rows}
      selection={selection}
      head={<Head query={query} />}
      renderRow={(held) => (
        <ProjectRow
          key={held.row.id}
          {...{ held, base }}
          selected={selection.has(held.row.id)}
          onToggle={selection.toggle}
        />
      )}
    />
  )
}
