/** People of staff for tests, and what they send: one of each role, a browser's requests to the console's door. */
import { z } from 'zod'
import { createKeyring } from '#db/secrets.ts'
import { STAFF_ROLES, type StaffRole } from '#workflows/contracts/access.ts'
import { newId, type StaffId } from '#workflows/contracts/ids.ts'
import { sealTotp } from '../auth/factors/totp-secret.ts'
import { createTotpSecret, totpCodeAt } from '../auth/factors/totp.ts'
import type { Browser } from './browser.ts'
import { cheapHash, PASSWORD, type World } from './world.ts'

export interface Staff {
  id: StaffId
  email: string
  role: StaffRole
  /** Of the second factor. */
  totpSecret: string
}

type StaffWorld = Pick<World, 'sql' | 'encryptionKeys'>

export async function addStaff(world: StaffWorld, role: StaffRole): Promise<Staff> {
  const staff = await addStaffWithoutFactor(world, role)
  const totpSecret = createTotpSecret()
  const sealed = sealTotp(createKeyring(world.encryptionKeys), staff, totpSecret)
  await world.sql.query(
    `insert into staff_totp_secrets (staff_id, state, sealed) values ($1, 'active', $2)`,
    [staff.id, sealed],
  )
  return { ...staff, totpSecret }
}

/** Has to set one up at the first sign-in. */
export async function addStaffWithoutFactor(
  world: Pick<World, 'sql'>,
  role: StaffRole,
): Promise<Omit<Staff, 'totpSecret'>> {
  const staff = { id: newId<StaffId>(), email: `${newId()}@staff.test`, role }
  await world.sql.query(
    'insert into staff (id, email, name, role, password_hash) values ($1, $2, $3, $4, $5)',
    [staff.id, staff.email, `${role} of staff`, role, await cheapHash(PASSWORD)],
  )
  return staff
}

export async function addStaffOfEachRole(world: StaffWorld): Promise<Record<StaffRole, Staff>> {
  const [agent, operations, admin] = await Promise.all(
    STAFF_ROLES.map((role) => addStaff(world, role)),
  )
  if (!agent || !operations || !admin) throw new Error('a role has nobody')
  return { agent, operations, admin }
}

const post = (browser: Browser, path: string, body: object): Promise<Response> =>
  browser.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** The first step: e-mail and password. */
export const givePassword = (
  browser: Browser,
  email: string,
  password: string = PASSWORD,
): Promise<Response> => post(browser, '/admin/sign-in', { email, password })

/** The second step. */
export const giveCode = (browser: Browser, code: string, next?: string): Promise<Response> =>
  post(browser, '/admin/sign-in/step', { code, ...(next === undefined ? {} : { next }) })

/** Milliseconds: a code of the step before and of the next one is good as well. */
const AROUND = [0, -30_000, 30_000]

/** Both steps; of the codes that are good now, one that was not used yet. */
export async function signInStaff(browser: Browser, staff: Staff): Promise<void> {
  await givePassword(browser, staff.email)
  for (const offset of AROUND) {
    const answer = await giveCode(browser, totpCodeAt(staff.totpSecret, Date.now() + offset))
    if (answer.ok) return
  }
  throw new Error(`${staff.email} could not sign in`)
}

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
