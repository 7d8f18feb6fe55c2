/**
 * A webhook secret that was replaced is taken for another day, since a source switches over in its own time; then it
 * opens nothing any more, whether or not somebody thinks of it.
 */
import { sql, type Kysely } from 'kysely'
import { PIN, replaceLookup } from '../parts/lookup-function.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table connections
      add column retiring_secrets jsonb not null default '[]',
      add column secrets_retire_at timestamptz`.execute(db)
  await sql`grant select (secrets_retire_at) on connections to portside_staff`.execute(db)
  await replaceLookup(db, {
    signature: 'app.intake_connection(uuid)',
    definition: `
      create function app.intake_connection(p_id uuid)
      returns table (id uuid, source text, state text, webhook_secrets jsonb)
      language sql stable ${PIN}
      as $$
        select id, source, state,
          webhook_secrets || case when secrets_retire_at > now() then retiring_secrets else '[]' end
        from connections where id = p_id $$`,
    grantTo: ['portside_app'],
  })
}
