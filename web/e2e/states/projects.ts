/** The states of the pages about projects. */
import type { Stack } from '../stack/stack.ts'
import { member, openStateFilter, withoutTable, type PageState } from './page-state.ts'

const LIST = '/t/vellmar/projects'
const manager = { as: member('vellmar', 'project') }

/** A project that Vellmar has in the sandbox's demo. */
const projectWhere =
  (condition: string) =>
  async ({ readModel, tenantId }: Stack): Promise<string> => {
    const [project] = await readModel.query<{ id: string }>(
      `select p.id from projects p where p.tenant_id = $1 and ${condition} order by p.number desc limit 1`,
      [tenantId('vellmar')],
    )
    if (!project) throw new Error(`Vellmar has no project where ${condition}.`)
    return `${LIST}/${project.id}`
  }

const HAS_MOVES = `exists (select 1 from project_due_dates d where d.tenant_id = p.tenant_id and d.project_id = p.id)`

export const PROJECTS: readonly PageState[] = [
  { name: 'projects', path: LIST, ...manager },
  {
    name: 'projects-filter',
    path: LIST,
    ...manager,
    arrange: (page) => openStateFilter(page, 'Completed'),
  },
  { name: 'projects-empty', path: '/t/fallow/projects', as: member('fallow') },
  { name: 'projects-no-match', path: `${LIST}?q=zeppelin`, ...manager },
  { name: 'projects-error', path: LIST, ...manager, ...withoutTable('projects') },
  {
    name: 'project-active',
    path: projectWhere(`p.state = 'active' and ${HAS_MOVES}`),
    as: member('vellmar'),
  },
  { name: 'project-planned', path: projectWhere(`p.state = 'planned'`), ...manager },
  { name: 'project-completed', path: projectWhere(`p.state = 'completed'`), ...manager },
  {
    name: 'project-stale',
    path: projectWhere(`p.state = 'completed'`),
    ...manager,
    async before(_page, { readModel, upstream }) {
      // The poll fails as well, or it would make the source fresh again.
      await upstream.setFault({ route: 'GET /orders', status: 503 })
      await readModel.query(
        `update connections set last_event_at = null, last_error_at = now(), last_error = 'no answer',
           last_checked_at = now() - interval '2 hours'`,
      )
    },
    async after({ readModel, upstream }) {
      await upstream.setFault(null)
      await readModel.query(
        `update connections set last_error_at = null, last_error = null, last_checked_at = now()`,
      )
    },
  },
  { name: 'project-missing', path: `${LIST}/0197a000-0000-7000-8000-000000000000`, ...manager },
]
