/**
 * A lane is taken in the order in which its events became due, and what becomes due later stands at its end. By their
 * ids, each claim went past all rows that wait for another try: with nine thousand of them most of a processor's time.
 * The index by due time over all lanes goes: in a backlog the planner took it for a lane and went through those of others.
 */
import { sql, type Kysely } from 'kysely'
import { laneBehind, LOOKED_AT } from '../parts/lane-behind.ts'
import { replaceLookup } from '../parts/lookup-function.ts'

/** Nobody has come to its oldest events for two seconds. A drain that ends in this moment leaves new ones to the sweeper. */
const isBehind = (ofLane: string): string => `
  exists (
    select 1 from (
      select claim from inbox
      where state = 'pending' and connection_id = p_connection_id and ${ofLane}
        and due_at < now() - interval '2 seconds'
      order by due_at, id limit ${LOOKED_AT}) as oldest
    where oldest.claim is null)`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index inbox_lane, inbox_due`.execute(db)
  await sql`
    create index inbox_lane on inbox (connection_id, tenant_id, due_at, id) where state = 'pending'`.execute(
    db,
  )
  await replaceLookup(db, laneBehind(isBehind))
}
