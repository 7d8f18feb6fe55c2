/** Schema `app` and the tenant helper: a missing tenant is an error, on fresh and on reused connections. */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create schema app`.execute(db)
  await sql`grant usage on schema app to portside_app, portside_worker, portside_staff`.execute(db)
  await sql`grant usage, create on schema app to portside_lookup`.execute(db)
  await sql`grant usage on schema public to portside_lookup`.execute(db)
  await sql`alter default privileges revoke execute on functions from public`.execute(db)

  await sql`
    create function app.tenant_id() returns uuid
    language plpgsql stable parallel safe set search_path = pg_catalog
    as $$
    declare
      setting text := nullif(current_setting('app.tenant_id', true), '');
    begin
      if setting is null then
        raise exception 'no tenant context: open the transaction with withTenant'
          using errcode = 'insufficient_privilege';
      end if;
      return setting::uuid;
    end $$`.execute(db)
  await sql`
    grant execute on function app.tenant_id()
    to portside_owner, portside_app, portside_worker, portside_staff, portside_lookup`.execute(db)
}
