/**
 * A definer function owned by `portside_lookup` (NOLOGIN, no BYPASSRLS): what must be answered before a tenant
 * is known. Each one pins its search path and is granted role by role.
 */
import { sql, type Kysely } from 'kysely'

/** What every definer function says of itself. */
export const PIN = 'security definer set search_path = pg_catalog, public, pg_temp'

export interface LookupFunction {
  /** Name and argument types, e.g. `app.memberships_of(uuid)`. */
  signature: string
  definition: string
  grantTo: readonly ('portside_app' | 'portside_worker' | 'portside_staff')[]
}

export async function createLookup(db: Kysely<unknown>, lookup: LookupFunction): Promise<void> {
  await sql.raw(lookup.definition).execute(db)
  for (const statement of [
    `revoke all on function ${lookup.signature} from public`,
    `grant execute on function ${lookup.signature} to ${lookup.grantTo.join(', ')}`,
    // Last: the migrating role does not inherit what portside_lookup owns.
    `alter function ${lookup.signature} owner to portside_lookup`,
  ]) {
    await sql.raw(statement).execute(db)
  }
}

/**
 * In place of an earlier one, whose answer or arguments may have another shape.
 *
 * @param was its signature, where that was another
 */
export async function replaceLookup(
  db: Kysely<unknown>,
  lookup: LookupFunction,
  was: string = lookup.signature,
): Promise<void> {
  // As its owner, whose rights the migrating role does not inherit.
  await sql`set local role portside_lookup`.execute(db)
  await sql.raw(`drop function ${was}`).execute(db)
  await sql`reset role`.execute(db)
  await createLookup(db, lookup)
}
