/**
 * People and staff of a seed. Who exists already stays who they are; only the password becomes that of the seed,
 * so that what a seed prints is always true.
 */
import { newId, type PersonId, type StaffId } from '#workflows/contracts/ids.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { hashPassword, verifyPassword } from '../password.ts'
import { seal, unseal, type Keyring } from '../secrets.ts'
import type { SystemTx } from '../system/system.ts'
import type { MemberSpec, StaffSpec } from './spec.ts'

/** Works each password out once, however many people of one seed share it. */
export interface Passwords {
  hash(password: string): Promise<string>
  matches(passwordHash: string | null, password: string): Promise<boolean>
}

export function createPasswords(): Passwords {
  const hashes = new Map<string, Promise<string>>()
  const matches = new Map<string, Promise<boolean>>()
  const once = <T>(known: Map<string, T>, key: string, make: () => T): T => {
    const value = known.get(key) ?? make()
    known.set(key, value)
    return value
  }
  return {
    hash: (password) => once(hashes, password, () => hashPassword(password)),
    matches: (passwordHash, password) =>
      once(matches, `${passwordHash ?? ''} ${password}`, () =>
        verifyPassword(passwordHash, password),
      ),
  }
}

/** @throws AppError `invalid_input` for a new person without a password */
export async function ensurePerson(
  trx: SystemTx,
  member: MemberSpec,
  passwords: Passwords,
): Promise<PersonId> {
  const known = await trx
    .selectFrom('people')
    .select(['id', 'password_hash'])
    .where('email', '=', member.email)
    .executeTakeFirst()
  if (known) {
    const { password } = member
    if (password !== undefined && !(await passwords.matches(known.password_hash, password))) {
      const row = { password_hash: await passwords.hash(password) }
      await trx.updateTable('people').set(row).where('id', '=', known.id).execute()
    }
    return known.id
  }
  if (member.password === undefined) {
    throw new AppError('invalid_input', `${member.email} is new and needs a password.`)
  }
  const id = newId<PersonId>()
  await trx
    .insertInto('people')
    .values({
      id,
      email: member.email,
      name: member.name,
      password_hash: await passwords.hash(member.password),
      locale: member.locale ?? 'en',
      time_zone: member.timeZone ?? null,
    })
    .execute()
  return id
}

interface StaffSecrets {
  passwords: Passwords
  keyring: Keyring
}

export async function ensureStaff(
  trx: SystemTx,
  staff: StaffSpec,
  { passwords, keyring }: StaffSecrets,
): Promise<StaffId> {
  const id = await ensureStaffAccount(trx, staff, passwords)
  if (staff.totpSecret !== undefined) await ensureStaffTotp(trx, keyring, { ...staff, id })
  return id
}

/** The one in use becomes that of the seed; one that waits for its first code is dropped. */
async function ensureStaffTotp(
  trx: SystemTx,
  keyring: Keyring,
  { id, totpSecret = '' }: StaffSpec & { id: StaffId },
): Promise<void> {
  const place = { owner: id, field: 'totp' }
  const known = await trx
    .selectFrom('staff_totp_secrets')
    .select('sealed')
    .where('staff_id', '=', id)
    .where('state', '=', 'active')
    .executeTakeFirst()
  if (known && unseal(keyring, place, known.sealed) === totpSecret) return
  await trx.deleteFrom('staff_totp_secrets').where('staff_id', '=', id).execute()
  await trx
    .insertInto('staff_totp_secrets')
    .values({ staff_id: id, state: 'active', sealed: seal(keyring, place, totpSecret) })
    .execute()
}

async function ensureStaffAccount(
  trx: SystemTx,
  staff: StaffSpec,
  passwords: Passwords,
): Promise<StaffId> {
  const known = await trx
    .selectFrom('staff')
    .select(['id', 'password_hash'])
    .where('email', '=', staff.email)
    .executeTakeFirst()
  if (known) {
    if (!(await passwords.matches(known.password_hash, staff.password))) {
      const row = { password_hash: await passwords.hash(staff.password) }
      await trx.updateTable('staff').set(row).where('id', '=', known.id).execute()
    }
    return known.id
  }
  const id = newId<StaffId>()
  await trx
    .insertInto('staff')
    .values({
      id,
      email: staff.email,
      name: staff.name,
      role: staff.role,
      password_hash: await passwords.hash(staff.password),
    })
    .execute()
  return id
}
