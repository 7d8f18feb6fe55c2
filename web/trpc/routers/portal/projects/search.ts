/** `portal.projects.search`: for the palette; without words the projects that changed last. */
import { listProjectRows } from '#db/read/projects/projects-list.ts'
import type { ProjectRow } from '#web/portal/projects-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { searchInput } from '../page-input.ts'
import { projectsAccessOf } from './access.ts'

export const search = memberProcedure
  .meta({ needs: { module: 'projects', action: 'view' } })
  .input(searchInput)
  .query(async ({ ctx, input: { text, limit } }): Promise<ProjectRow[]> => {
    const query = {
      view: 'all',
      q: text,
      states: [],
      sort: 'changed',
      direction: 'desc',
      cursor: null,
      limit,
    } as const
    const found = await ctx.read((trx) => listProjectRows(trx, projectsAccessOf(ctx), query))
    return found.rows
  })
