/** Who somebody is to an identity provider: looked up, linked once, or made together with their membership. */
import { sql } from 'kysely'
import { newId, type PersonId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../../tenant.ts'

/** The key of an identity: an address is contact data and no part of it. */
export interface IdentityKey {
  providerId: string
  issuer: string
  subject: string
}

export interface KnownPerson {
  /** Linked already; else somebody who has the same address. */
  isLinked: boolean
  /** Null: linked once, and erased since. */
  person: { id: PersonId; email: string; name: string } | null
  isActive: boolean
  isMember: boolean
  /** Was a member of this tenant and is none any more. */
  isDeparted: boolean
}

interface PersonRow {
  known: boolean
  person_id: PersonId | null
  email: string | null
  name: string | null
  active: boolean
  member: boolean
  departed: boolean
}

/** @param email in lower case; null looks for the identity only */
export async function findPersonOf(
  trx: TenantTx,
  key: IdentityKey,
  email: string | null,
): Promise<KnownPerson> {
  const { rows } = await sql<PersonRow>`
    select p.*, exists (select 1 from former_members f
      where f.tenant_id = ${trx.tenantId} and f.person_id = p.person_id) as departed
    from app.sso_person(${key.providerId}, ${key.issuer}, ${key.subject}, ${email}) p`.execute(trx)
  const [row] = rows
  const id = row?.person_id ?? null
  return {
    isLinked: row?.known ?? false,
    person: id === null ? null : { id, email: row?.email ?? '', name: row?.name ?? '' },
    isActive: row?.active ?? false,
    isMember: row?.member ?? false,
    isDeparted: row?.departed ?? false,
  }
}

/** @returns false when it is linked already, to whomever */
export async function linkIdentity(
  trx: TenantTx,
  key: IdentityKey,
  personId: PersonId,
): Promise<boolean> {
  const { rows } = await sql<{ linked: boolean }>`
    select app.sso_link(${key.providerId}, ${key.issuer}, ${key.subject}, ${personId}) as linked`.execute(
    trx,
  )
  return rows[0]?.linked ?? false
}

export async function noteIdentityUsed(trx: TenantTx, key: IdentityKey): Promise<void> {
  await sql`select app.sso_used(${key.providerId}, ${key.issuer}, ${key.subject})`.execute(trx)
}

/** @returns null when the address was taken meanwhile */
export async function addPerson(
  trx: TenantTx,
  person: { email: string; name: string },
): Promise<PersonId | null> {
  const id = newId<PersonId>()
  const { rows } = await sql<{ added: boolean }>`
    select app.sso_add_person(${id}, ${person.email}, ${person.name}) as added`.execute(trx)
  return rows[0]?.added ? id : null
}

export async function markTested(trx: TenantTx, providerId: string): Promise<void> {
  await sql`
    update identity_providers set tested_at = now()
    where tenant_id = ${trx.tenantId} and id = ${providerId}`.execute(trx)
}
