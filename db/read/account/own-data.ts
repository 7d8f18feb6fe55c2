/** Everything the database says about one person, as that person may take it along. */
import { sql, type RawBuilder } from 'kysely'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { PERSON_FACTS, type PersonFacts } from '../../person-facts.ts'
import type { SystemTx } from '../../system/system.ts'
import type { TenantTx } from '../../tenant.ts'

export type RowsByRelation = Record<string, unknown>

export interface DataSubject {
  id: PersonId
  email: string
}

/** What lies outside of tenants. */
export async function readOwnAccount(trx: SystemTx, personId: PersonId): Promise<RowsByRelation> {
  const { rows } = await sql<{ relation: string; rows: unknown }>`
    select relation, rows from app.own_data(${personId})`.execute(trx)
  return Object.fromEntries(rows.map(({ relation, rows: found }) => [relation, found]))
}

/** What one tenant holds of its member. */
export async function readOwnInTenant(
  trx: TenantTx,
  subject: DataSubject,
): Promise<RowsByRelation> {
  const found: RowsByRelation = {}
  for (const [relation, facts] of Object.entries(PERSON_FACTS)) {
    if (typeof facts === 'string') continue
    const name = relation.replace('public.', '')
    const shown = facts.shown.map((column) => sql.ref(column))
    const { rows } = await sql`
      select ${sql.join(shown)} from ${sql.table(name)}
      where tenant_id = ${trx.tenantId} and (${sql.join(about(facts, subject), sql` or `)})`.execute(
      trx,
    )
    found[name] = rows
  }
  return found
}

function about(facts: PersonFacts, { id, email }: DataSubject): RawBuilder<unknown>[] {
  const { ids = [], idLists = [], emails = [], emailsIn = [] } = facts
  return [
    // Some of these columns hold ids of other kinds as text.
    ...ids.map((column) => sql`${sql.ref(column)}::text = ${id}`),
    ...idLists.map((column) => sql`${id}::uuid = any(${sql.ref(column)})`),
    ...emails.map((column) => sql`lower(${sql.ref(column)}) = ${email}`),
    ...emailsIn.map(
      (column) => sql`exists (select from jsonb_array_elements(${sql.ref(column)}) as known
        where known ->> 'email' = ${email})`,
    ),
  ]
}
