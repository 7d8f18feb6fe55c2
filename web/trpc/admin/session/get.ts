/** `admin.session.get`: who is signed in to the console, what the role includes, and what waits for a person. */
import { countAttention, type Attention } from '#db/admin/attention.ts'
import { staffPermissionsOf, type StaffPermission } from '#workflows/contracts/staff/permissions.ts'
import type { StaffMember } from '#web/auth/staff/session.ts'
import { staffProcedure } from '../init.ts'

export interface StaffSessionView {
  staff: StaffMember
  permissions: StaffPermission[]
  operator: { name: string }
  attention: Attention
}

export const get = staffProcedure
  .meta({ needs: 'session' })
  .query(async ({ ctx }): Promise<StaffSessionView> => ({
    staff: ctx.staff,
    permissions: staffPermissionsOf(ctx.staff.role),
    operator: { name: ctx.services.operatorName },
    attention: await ctx.read(countAttention),
  }))
