/** The link of an invitation as its mail has it: it is nowhere else, so a test opens the sealed mail. */
import { createKeyring, unseal } from '#db/secrets.ts'
import type { World } from './world.ts'

/** Path of the latest invitation that was mailed to this address. */
export async function invitationPath(world: World, email: string): Promise<string> {
  const { rows } = await world.sql.query<{ id: string; sealed: string }>(
    `select id, sealed from account_mails where recipient = $1 and template = 'invitation'
     order by created_at desc, id desc limit 1`,
    [email],
  )
  const [mail] = rows
  if (!mail) throw new Error(`no invitation was mailed to ${email}`)
  const keyring = createKeyring(world.encryptionKeys)
  const text = unseal(keyring, { owner: mail.id, field: 'account_mail' }, mail.sealed)
  const { link } = JSON.parse(text) as { link: string }
  return new URL(link).pathname
}
