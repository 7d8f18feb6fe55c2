/** `portal.projects.list`: one page of the list, with counts per view and what can be filtered by. */
import { z } from 'zod'
import { listProjects, PROJECT_VIEWS } from '#db/read/projects/projects-list.ts'
import { PROJECTS_SORTS } from '#db/read/projects/projects-sort.ts'
import type { ProjectsPage } from '#web/portal/projects-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { PROJECT_STATES } from '#workflows/contracts/projects.ts'
import { pageInput } from '../page-input.ts'
import { projectsAccessOf } from './access.ts'

const projectsListInput = z.strictObject({
  ...pageInput,
  view: z.enum(PROJECT_VIEWS),
  states: z.array(z.enum(PROJECT_STATES)).max(PROJECT_STATES.length),
  sort: z.enum(PROJECTS_SORTS),
})

export const list = memberProcedure
  .meta({ needs: { module: 'projects', action: 'view' } })
  .input(projectsListInput)
  .query(({ ctx, input }): Promise<ProjectsPage> =>
    ctx.read((trx) => listProjects(trx, projectsAccessOf(ctx), input)),
  )
