/** `portal.projects.get`: one project whole, with its orders for those who may see them. */
import { z } from 'zod'
import { getProject } from '#db/read/projects/projects-get.ts'
import type { ProjectView } from '#web/portal/projects-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { ordersAccessOf } from '../orders/access.ts'
import { projectsAccessOf } from './access.ts'

export const get = memberProcedure
  .meta({ needs: { module: 'projects', action: 'view' } })
  // Not checked for the shape of a UUID: whatever is no id of ours does not exist.
  .input(z.strictObject({ id: z.string().max(100) }))
  .query(({ ctx, input }): Promise<ProjectView> => {
    const orders = ctx.may({ module: 'orders', action: 'view' }) ? ordersAccessOf(ctx) : null
    return ctx.read((trx) => getProject(trx, { ...projectsAccessOf(ctx), orders }, input.id))
  })
