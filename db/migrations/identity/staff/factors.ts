/**
 * The second factor of staff. A new secret waits beside the one in use until a code of it was shown; the role that
 * makes sessions of staff reads both sealed, and cannot open them without the instance's key.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup, PIN } from '../../parts/lookup-function.ts'

export async function createStaffFactors(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table staff_totp_secrets (
      staff_id uuid not null references staff (id),
      state text not null check (state in ('pending', 'active')),
      sealed text not null,
      created_at timestamptz not null default now(),
      primary key (staff_id, state)
    )`.execute(db)
  await sql`
    grant select, insert, update, delete on staff_totp_secrets to portside_lookup`.execute(db)
  await createLookup(db, {
    signature: 'app.staff_factor(uuid)',
    definition: `
      create function app.staff_factor(p_staff_id uuid)
      returns table (email text, active text, pending text)
      language sql stable ${PIN}
      as $$
        select s.email,
          (select f.sealed from staff_totp_secrets f where f.staff_id = s.id and f.state = 'active'),
          (select f.sealed from staff_totp_secrets f where f.staff_id = s.id and f.state = 'pending')
        from staff s where s.id = p_staff_id and s.disabled_at is null
      $$`,
    grantTo: ['portside_staff'],
  })
  // The first one stays: two tabs of one enrolment show the same secret.
  await createLookup(db, {
    signature: 'app.begin_staff_totp(uuid, text)',
    definition: `
      create function app.begin_staff_totp(p_staff_id uuid, p_sealed text)
      returns text language sql ${PIN}
      as $$
        insert into staff_totp_secrets (staff_id, state, sealed) values (p_staff_id, 'pending', p_sealed)
        on conflict (staff_id, state) do update set sealed = staff_totp_secrets.sealed
        returning sealed
      $$`,
    grantTo: ['portside_staff'],
  })
  // By its text: what was verified is what becomes active. Whoever has a factor does not get another one here.
  await createLookup(db, {
    signature: 'app.activate_staff_totp(uuid, text)',
    definition: `
      create function app.activate_staff_totp(p_staff_id uuid, p_sealed text)
      returns boolean language sql ${PIN}
      as $$
        with activated as (
          update staff_totp_secrets set state = 'active', created_at = now()
          where staff_id = p_staff_id and state = 'pending' and sealed = p_sealed
            and not exists (
              select 1 from staff_totp_secrets a where a.staff_id = p_staff_id and a.state = 'active')
          returning 1)
        select exists (select 1 from activated)
      $$`,
    grantTo: ['portside_staff'],
  })
}
