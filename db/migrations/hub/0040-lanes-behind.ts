/**
 * Nobody is poked for a lane that is behind: what waits there has been told of, and whoever drains it comes to the new
 * event as well. Each poke stays in the history of the lane's drain until that has been read. While workers were away
 * or too busy, four a second made a history that none could read in time any more, and so the lane stood still for good.
 */
import { type Kysely } from 'kysely'
import { laneBehind, LOOKED_AT } from '../parts/lane-behind.ts'
import { createLookup } from '../parts/lookup-function.ts'

/** Nobody has come to its oldest events for two seconds. A drain that ends in this moment leaves new ones to the sweeper. */
const isBehind = (ofLane: string): string => `
  exists (
    select 1 from (
      select claim, due_at from inbox
      where state = 'pending' and connection_id = p_connection_id and ${ofLane}
      order by id limit ${LOOKED_AT}) as oldest
    where oldest.claim is null and oldest.due_at < now() - interval '2 seconds')`

export async function up(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, laneBehind(isBehind))
}
