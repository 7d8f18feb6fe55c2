/** The person behind an invited address: whether there is one already, and a new one for whoever comes by its link. */
import { sql } from 'kysely'
import { newId, type PersonId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../tenant.ts'

export interface KnownPerson {
  personId: PersonId
  name: string
  active: boolean
}

export async function findPersonByEmail(trx: TenantTx, email: string): Promise<KnownPerson | null> {
  const { rows } = await sql<KnownPerson>`
    select person_id as "personId", name, active from app.person_of_email(${email})`.execute(trx)
  return rows[0] ?? null
}

/** Null when somebody has the address already. */
export async function createPerson(
  trx: TenantTx,
  person: { email: string; name: string; passwordHash: string },
): Promise<PersonId | null> {
  const { rows } = await sql<{ id: PersonId | null }>`
    select app.create_person(${newId()}, ${person.email}, ${person.name}, ${person.passwordHash}) as id`.execute(
    trx,
  )
  return rows[0]?.id ?? null
}
