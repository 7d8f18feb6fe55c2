/** What an idle tenant costs: nothing. A sweep and a round of polls ask the same with a thousand customers as with one. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import { recording, type Statement } from '#db/testing/statements.ts'
import type { SourceReader } from '#integrations/kit/connector.ts'
import type { Gateway } from '#workflows/gateway.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { createPollPages } from './activities/sync/pages/poll-pages.ts'
import { createSweeper } from './sweeper.ts'

let hub: Hub

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1'] })
})
afterAll(() => hub.close())

/** Linked customers that were busy yesterday: an applied event and a live event that is still kept, each. */
const IDLE = `
  do $$
  declare tenant uuid;
  begin
    for n in 1..1000 loop
      tenant := gen_random_uuid();
      perform set_config('app.tenant_id', tenant::text, true);
      insert into tenants (id, slug, name) values (tenant, 'idle-' || n, 'Idle');
      insert into links (connection_id, external_id, tenant_id)
        select id, 'I-' || n, tenant from connections;
      insert into inbox (id, connection_id, event_key, event_type, tenant_id, body, state, verdict, finished_at)
        select gen_random_uuid(), id, 'idle ' || n, 'order.updated', tenant, '{}', 'done', 'applied', now()
        from connections;
      insert into live_events (tenant_id, position, module, kind, record_id, version)
        values (tenant, 1, 'orders', 'order', gen_random_uuid(), 1);
    end loop;
  end $$`

interface Round {
  statements: readonly Statement[]
  /** Calls of Temporal, by name. */
  calls: readonly string[]
}

/** One sweep with its housekeeping and one poll of every kind, of which nothing has changed. */
async function round(): Promise<Round> {
  const { db, statements } = recording(hub.db)
  const calls: string[] = []
  const noted = (name: string) => () => Promise.resolve(void calls.push(name))
  const gateway: Gateway = {
    ...hub.gateway,
    pokeDrain: () => void calls.push('pokeDrain'),
    startBackfill: noted('startBackfill'),
    resumeBackfill: noted('resumeBackfill'),
    startOperatorAlert: noted('startOperatorAlert'),
    startAccountMail: noted('startAccountMail'),
    ensurePoll: noted('ensurePoll'),
  }
  const reader: SourceReader = {
    list: () =>
      Promise.resolve({ changes: [], invalid: [], next: null, asOf: new Date().toISOString() }),
    get: () => Promise.reject(new Error('nothing is asked for')),
  }
  const poke = (): void => void calls.push('poke')
  const deps = { ...hub.deps, db, gateway, readerFor: () => reader, poke }
  expect(await createSweeper(deps).sweep()).toBe(true)
  const pulse = { signal: new AbortController().signal, attempt: 1 }
  const { connectionId } = hub
  expect(await createPollPages(deps)({ connectionId }, pulse)).toEqual({ status: 'complete' })
  return { statements, calls }
}

test('a sweep and a poll cost the same for one tenant and for a thousand idle ones', async () => {
  await round()
  await withSystem(hub.db, async (trx) => {
    await sql`update runs set state = 'completed', finished_at = now()`.execute(trx)
    await sql`
      insert into checkpoints (connection_id, kind, lane, updated_since, completed_at)
      select ${hub.connectionId}, kind, 'poll', now(), now() from unnest(array['order', 'project']) as kind`.execute(
      trx,
    )
  })
  const alone = await round()
  await hub.owner.pool.query(IDLE)
  const among = await round()
  // The schedule is made sure of once per connection and process.
  expect(among.calls).toEqual(['ensurePoll'])
  expect(among.calls).toEqual(alone.calls)
  expect(among.statements.map(({ text }) => text)).toEqual(alone.statements.map(({ text }) => text))
})

test('the check sees work: one tenant that has something to do is poked, and nobody else', async () => {
  await hub.owner.pool.query(
    `update inbox set state = 'pending', due_at = now() - interval '1 minute' where event_key = 'idle 7'`,
  )
  const { calls } = await round()
  expect(calls.toSorted()).toEqual(['ensurePoll', 'pokeDrain'])
})
