/** `admin.staff.list`: every account of staff, and what staff did last. */
import { listStaff, listStaffDeeds, type StaffDeed, type StaffRow } from '#db/admin/staff.ts'
import { staffProcedure } from '../init.ts'

export interface StaffView {
  staff: StaffRow[]
  /** The latest first. */
  deeds: StaffDeed[]
}

const DEEDS = 20

export const list = staffProcedure.meta({ needs: 'staff:manage' }).query(({ ctx }) =>
  ctx.read(async (trx): Promise<StaffView> => ({
    staff: await listStaff(trx),
    deeds: await listStaffDeeds(trx, DEEDS),
  })),
)
