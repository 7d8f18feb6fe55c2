/** Tells a person by mail that something about how they sign in has changed: whoever did it, they should know. */
import type { SystemTx } from '#db/system/system.ts'
import type { AuthServices } from '../services.ts'
import { mailPerson, momentIn } from './mail-person.ts'

/** What happened, as the mail says it. */
export const NOTICES = {
  totp_added: 'an authenticator app was set up as second factor',
  totp_removed: 'the authenticator app was removed as second factor',
  passkey_added: 'a passkey was added',
  passkey_removed: 'a passkey was removed',
  recovery_used: 'a recovery code was used to sign in',
  recovery_renewed: 'new recovery codes were made; the earlier ones no longer work',
  email_change: 'a change of the e-mail address was asked for',
} as const

export type Notice = keyof typeof NOTICES

export interface NoticeFor {
  notice: Notice
  person: { email: string; name: string; timeZone: string | null }
  /** From where it was done. */
  address: string
}

/** @returns the id of the mail */
export const queueNotice = (
  trx: SystemTx,
  services: Pick<AuthServices, 'keyring' | 'operatorName'>,
  { notice, person, address }: NoticeFor,
): Promise<string> =>
  mailPerson(trx, services, {
    template: 'security-notice',
    to: person.email,
    values: {
      name: person.name,
      what: NOTICES[notice],
      at: momentIn(person.timeZone, new Date()),
      from: address,
    },
  })
