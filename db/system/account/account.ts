/** A person's own account: who they are, their password, and the tenants that are told of what they do with it. */
import { sql } from 'kysely'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import type { SystemTx } from '../system.ts'

export interface Account {
  personId: PersonId
  email: string
  name: string
  locale: string
  timeZone: string | null
  passwordHash: string | null
}

/** Undefined for an unknown or disabled one. */
export async function findAccount(trx: SystemTx, personId: PersonId): Promise<Account | undefined> {
  const { rows } = await sql<Account>`
    select person_id as "personId", email, name, locale, time_zone as "timeZone",
      password_hash as "passwordHash"
    from app.find_account(${personId})`.execute(trx)
  return rows[0]
}

/** Active ones, in the order of their ids. */
export async function tenantsOfPerson(trx: SystemTx, personId: PersonId): Promise<TenantId[]> {
  const { rows } = await sql<{ tenantId: TenantId }>`
    select tenant_id as "tenantId" from app.tenants_of_person(${personId})`.execute(trx)
  return rows.map(({ tenantId }) => tenantId)
}

export async function setPassword(
  trx: SystemTx,
  personId: PersonId,
  passwordHash: string,
): Promise<void> {
  await sql`select app.set_password(${personId}, ${passwordHash})`.execute(trx)
}

export interface Profile {
  name: string
  locale: string
  timeZone: string | null
}

export async function saveProfile(
  trx: SystemTx,
  personId: PersonId,
  { name, locale, timeZone }: Profile,
): Promise<void> {
  await sql`select app.save_profile(${personId}, ${name}, ${locale}, ${timeZone})`.execute(trx)
}
