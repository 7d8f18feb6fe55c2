/** The link of an invitation as its mail has it: it is nowhere else, so a test opens the sealed mail. */
import { createKeyring } from '#db/secrets.ts'
import { openMail } from '#db/system/account-mails.ts'
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
  return new URL(openMail(keyring, mail).values.link).pathname
}
