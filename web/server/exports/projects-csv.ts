/** `projects.csv`: projects as a table, as their list shows them. */
import { exportPages } from '#db/read/list/export-pages.ts'
import type { ProjectRow } from '#db/read/projects/project-row.ts'
import { listProjectRows } from '#db/read/projects/projects-list.ts'
import en from '../../languages/en/index.ts'
import { readProjectsQuery } from '../../portal/projects/projects-query.ts'
import { projectsAccessOf } from '../../trpc/routers/portal/projects/access.ts'
import { cellsOf, titlesOf, type Column } from './columns.ts'
import type { CsvList } from './csv-download.ts'

const { column, sort, state } = en.projects

const COLUMNS: readonly Column<ProjectRow>[] = [
  { title: sort.number, cell: (row) => row.number },
  { title: column.title, cell: (row) => row.title },
  { title: sort.state, cell: (row) => state[row.state] },
  { title: column.manager, cell: (row) => row.managerName },
  { title: column.starts, cell: (row) => row.startsOn },
  { title: sort.due, cell: (row) => row.dueOn },
  { title: column.done, cell: (row) => row.milestonesDone },
  { title: column.total, cell: (row) => row.milestonesTotal },
  { title: column.next, cell: (row) => row.nextMilestone },
  { title: column.nextDue, cell: (row) => row.nextDueOn },
  { title: sort.changed, cell: (row) => row.changedAt },
]

export const projectsCsv: CsvList = {
  name: 'projects',
  action: 'projects.exported',
  tableOf: ({ member, params, ids, inTenant }) => {
    const shown = readProjectsQuery(params)
    const filter = ids ? { ...readProjectsQuery(new URLSearchParams()), ids } : shown
    const query = { ...filter, sort: shown.sort, direction: shown.direction }
    const batches = exportPages(inTenant, (trx, page) =>
      listProjectRows(trx, projectsAccessOf(member), { ...query, ...page }),
    )
    return { titles: titlesOf(COLUMNS), batches: cellsOf(COLUMNS, batches) }
  },
}
