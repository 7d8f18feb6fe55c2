/**
 * A way back in for staff who lost everything they sign in with: the operator's own machine makes a link that works
 * like an invitation. Withdrawing such a link must not remove an account that somebody has worked with.
 */
import type { Kysely } from 'kysely'
import { createLookup, PIN, replaceLookup } from '../parts/lookup-function.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.reopen_staff(uuid, interval)',
    definition: `
      create function app.reopen_staff(p_id uuid, p_lifetime interval)
      returns boolean language sql ${PIN}
      as $$
        with reopened as (
          update staff set password_hash = null, invited_until = now() + p_lifetime
          where id = p_id and disabled_at is null returning 1)
        select exists (select 1 from reopened)
      $$`,
    grantTo: ['portside_worker'],
  })
  await replaceLookup(db, {
    signature: 'app.withdraw_staff_invitation(uuid)',
    definition: `
      create function app.withdraw_staff_invitation(p_id uuid)
      returns boolean language sql ${PIN}
      as $$
        with withdrawn as (
          delete from staff where id = p_id and invited_until is not null and password_hash is null
            and last_sign_in_at is null
          returning 1)
        select exists (select 1 from withdrawn)
      $$`,
    grantTo: ['portside_worker'],
  })
}
