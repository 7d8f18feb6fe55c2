/** `admin.staff.*`: what is done to one account of a colleague, each a command of its own. */
import { z } from 'zod'
import { STAFF_ROLES } from '#workflows/contracts/access.ts'
import type { StaffId } from '#workflows/contracts/ids.ts'
import { commandId, idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'
import { perform } from '../perform.ts'

const onColleague = z.strictObject({ commandId, staffId: idOf<StaffId>() })

const act = (
  type:
    | 'staff_resend'
    | 'staff_withdraw'
    | 'staff_disable'
    | 'staff_enable'
    | 'staff_reset_factor'
    | 'staff_end_sessions',
) =>
  staffProcedure
    .meta({ needs: 'staff:manage' })
    .input(onColleague)
    .mutation(({ ctx, input }) => perform(ctx, input.commandId, { type, staffId: input.staffId }))

export const resend = act('staff_resend')
export const withdraw = act('staff_withdraw')
export const disable = act('staff_disable')
export const enable = act('staff_enable')
export const resetFactor = act('staff_reset_factor')
export const endSessions = act('staff_end_sessions')

export const setRole = staffProcedure
  .meta({ needs: 'staff:manage' })
  .input(onColleague.extend({ role: z.enum(STAFF_ROLES) }))
  .mutation(({ ctx, input: { commandId: id, staffId, role } }) =>
    perform(ctx, id, { type: 'staff_role', staffId, role }),
  )
