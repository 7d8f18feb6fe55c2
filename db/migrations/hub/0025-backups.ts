/** When the database was last dumped, and whether the dump could be read back: what the alert on its age asks. */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table backups (
      id uuid primary key,
      made_at timestamptz not null default now(),
      bytes bigint not null check (bytes > 0),
      rows bigint not null check (rows >= 0),
      verified boolean not null
    )`.execute(db)
  await sql`create index backups_age on backups (made_at desc) where verified`.execute(db)
  await sql`grant select on backups to portside_worker, portside_staff`.execute(db)
}
