/** People of staff for tests, and what they send: one of each role, a browser's request to the console's door. */
import { z } from 'zod'
import { hashPassword } from '#db/password.ts'
import { STAFF_ROLES, type StaffRole } from '#workflows/contracts/access.ts'
import { newId, type StaffId } from '#workflows/contracts/ids.ts'
import type { Browser } from './browser.ts'
import { PASSWORD, type World } from './world.ts'

export interface Staff {
  id: StaffId
  email: string
  role: StaffRole
}

export async function addStaff(world: Pick<World, 'sql'>, role: StaffRole): Promise<Staff> {
  const staff = { id: newId<StaffId>(), email: `${newId()}@staff.test`, role }
  await world.sql.query(
    'insert into staff (id, email, name, role, password_hash) values ($1, $2, $3, $4, $5)',
    [staff.id, staff.email, `${role} of staff`, role, await hashPassword(PASSWORD)],
  )
  return staff
}

export async function addStaffOfEachRole(
  world: Pick<World, 'sql'>,
): Promise<Record<StaffRole, Staff>> {
  const [agent, operations, admin] = await Promise.all(
    STAFF_ROLES.map((role) => addStaff(world, role)),
  )
  if (!agent || !operations || !admin) throw new Error('a role has nobody')
  return { agent, operations, admin }
}

export const signInStaff = (
  browser: Browser,
  email: string,
  password: string = PASSWORD,
): Promise<Response> =>
  browser.fetch('/admin/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })

const sessionSchema = z.object({ staff: z.object({ email: z.string() }) })

/** Who the console takes this browser for; null: nobody. */
export async function staffIn(
  browser: Browser,
  headers: Record<string, string> = {},
): Promise<string | null> {
  const answer = await browser.fetch('/admin/session', { headers })
  if (answer.status === 401) return null
  return sessionSchema.parse(await answer.json()).staff.email
}
