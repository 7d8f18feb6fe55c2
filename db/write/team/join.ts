/** Becoming a member, by invitation or by the word of an identity provider: the same things become true either way. */
import { sql } from 'kysely'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../../tenant.ts'
import { roleColumns, type RoleWish } from './role-wish.ts'

export interface Joining extends RoleWish {
  personId: PersonId
  /** In lower case, as the order system may know them already. */
  email: string
}

/** Nothing changes about somebody who is a member already, but for the orders and projects that are theirs. */
export async function joinTeam(
  trx: TenantTx,
  { personId, email, role, ownOnly }: Joining,
): Promise<void> {
  const { tenantId } = trx
  await trx
    .insertInto('memberships')
    .values({ tenant_id: tenantId, person_id: personId, ...roleColumns(role), own_only: ownOnly })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await trx
    .deleteFrom('former_members')
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', personId)
    .execute()
  // What they ordered before they came is theirs from now on.
  await sql`
    update orders set owner_person_id = ${personId}
    where tenant_id = ${tenantId} and lower(placed_by_email) = ${email} and deleted_at is null`.execute(
    trx,
  )
  await sql`
    update projects set owner_person_id = ${personId}
    where tenant_id = ${tenantId} and lower(contact_email) = ${email} and deleted_at is null`.execute(
    trx,
  )
}
