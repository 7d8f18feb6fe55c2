/**
 * `npm run staff -- invite <email> --name "Ann Lee" [--role admin]`: how the first person of staff comes to be, before
 * anybody could invite them in the console. `reset <email>` is the way back in for who lost password or second factor
 * and has nobody else to ask. The link is printed once and is nowhere else; again makes a new one.
 */
import { parseArgs } from 'node:util'
import { STAFF_ROLES, type StaffRole } from '#workflows/contracts/access.ts'
import { readAddress } from '#workflows/contracts/addresses.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { newId } from '#workflows/contracts/ids.ts'
import { MAX_STAFF_NAME } from '#workflows/contracts/staff/accounts.ts'
import { createDatabase, type Database } from './client.ts'
import { readStaffEnv } from './env.ts'
import {
  holdStaff,
  inviteStaff,
  renewStaffInvitation,
  reopenStaff,
} from './system/staff/accounts.ts'
import { recordStaffAction } from './system/staff-actions.ts'
import { withSystem, type SystemTx } from './system/system.ts'

const USAGE = `Usage: npm run staff -- invite <email> --name "Ann Lee" [--role ${STAFF_ROLES.join('|')}]
       npm run staff -- reset <email>`
/** Who did it, where it is written down. */
const ACTOR = 'Command line'

export interface Invitee {
  email: string
  name: string
  role: StaffRole
}
export type Asked = ({ verb: 'invite' } & Invitee) | { verb: 'reset'; email: string }

/** @throws AppError `invalid_input` with the usage */
export function readAsked(args: readonly string[]): Asked {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { name: { type: 'string' }, role: { type: 'string' } },
    })
    const [verb, address = '', ...more] = positionals
    const read = readAddress(address)
    if (more.length > 0 || read.type === 'problem') throw new Error(USAGE)
    if (verb === 'reset' && values.name === undefined && values.role === undefined) {
      return { verb, email: read.email }
    }
    const role = STAFF_ROLES.find((known) => known === (values.role ?? 'admin'))
    const name = (values.name ?? '').trim()
    if (verb !== 'invite' || role === undefined || name === '' || name.length > MAX_STAFF_NAME) {
      throw new Error(USAGE)
    }
    return { verb, email: read.email, name, role }
  } catch (cause) {
    throw new AppError('invalid_input', USAGE, { cause })
  }
}

/**
 * @param db a Database of `portside_worker`
 * @returns the link's token
 * @throws AppError `conflict` when the address belongs to somebody who has joined
 */
export const inviteFromOutside = (db: Database, asked: Invitee): Promise<string> =>
  withSystem(db, async (trx) => {
    await holdStaff(trx)
    const token = (await inviteStaff(trx, asked)) ?? (await renew(trx, asked.email))
    if (token === null) {
      throw new AppError('conflict', `${asked.email} has an account already.`)
    }
    await recordStaffAction(trx, {
      commandId: newId(),
      staff: { id: null, name: ACTOR },
      command: { type: 'staff_invite', role: asked.role, sealed: '' },
      result: { type: 'staff_done', name: asked.name, from: null, ended: 0 },
    })
    return token
  })

async function renew(trx: SystemTx, email: string): Promise<string | null> {
  const known = await findByEmail(trx, email)
  return known === undefined ? null : renewStaffInvitation(trx, known.id)
}

/**
 * @param db a Database of `portside_worker`
 * @returns the link's token, and whose it is
 * @throws AppError `not_found` when nobody of staff has the address, or the account is disabled
 */
export const resetFromOutside = (
  db: Database,
  email: string,
): Promise<{ token: string; name: string }> =>
  withSystem(db, async (trx) => {
    await holdStaff(trx)
    const known = await findByEmail(trx, email)
    const token = known && (await reopenStaff(trx, known.id))
    if (!known || !token) {
      throw new AppError('not_found', `Nobody of staff has ${email}, or the account is disabled.`)
    }
    await recordStaffAction(trx, {
      commandId: newId(),
      staff: { id: null, name: ACTOR },
      command: { type: 'staff_reset_factor', staffId: known.id },
      result: { type: 'staff_done', name: known.name, from: null, ended: 0 },
    })
    return { token, name: known.name }
  })

const findByEmail = (trx: SystemTx, email: string) =>
  trx.selectFrom('staff').select(['id', 'name']).where('email', '=', email).executeTakeFirst()

if (import.meta.main) {
  try {
    const asked = readAsked(process.argv.slice(2))
    const env = readStaffEnv()
    const db = createDatabase({ url: env.DATABASE_WORKER_URL, name: 'portside-staff-invite' })
    const { token, name } =
      asked.verb === 'reset'
        ? await resetFromOutside(db, asked.email)
        : { token: await inviteFromOutside(db, asked), name: asked.name }
    await db.close()
    const link = new URL(`/admin/invitation/${token}`, env.PUBLIC_URL)
    process.stdout.write(
      `Give this link to ${name}; it works once, for seven days:\n${link.href}\n`,
    )
  } catch (error) {
    process.stderr.write(`${error instanceof AppError ? error.message : String(error)}\n`)
    process.exitCode = 2
  }
}
