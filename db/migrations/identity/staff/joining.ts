/** Who is invited to the console comes with a password of their own; a second factor and a session are other steps. */
import type { Kysely } from 'kysely'
import { createLookup, PIN } from '../../parts/lookup-function.ts'

export async function createStaffJoining(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.find_invited_staff(uuid)',
    definition: `
      create function app.find_invited_staff(p_id uuid)
      returns table (email text, name text, role text)
      language sql stable ${PIN}
      as $$
        select email, name, role from staff
        where id = p_id and invited_until > now() and password_hash is null and disabled_at is null
      $$`,
    grantTo: ['portside_app'],
  })
  // Never for an account that has a password: this is no way to change one.
  await createLookup(db, {
    signature: 'app.join_staff(uuid, text)',
    definition: `
      create function app.join_staff(p_id uuid, p_password_hash text)
      returns boolean language sql ${PIN}
      as $$
        with joined as (
          update staff set password_hash = p_password_hash, invited_until = null
          where id = p_id and invited_until > now() and password_hash is null and disabled_at is null
          returning id, name),
        told as (
          insert into staff_actions (id, staff_id, staff_name, command, result)
          select gen_random_uuid(), id, name, jsonb_build_object('type', 'staff_join'),
            jsonb_build_object('type', 'staff_done') from joined)
        select exists (select 1 from joined)
      $$`,
    grantTo: ['portside_app'],
  })
}
