/**
 * A new password by mail. The answer is given before anything is looked up, so it is the same in the same time for
 * every address. The link works once and for an hour, signs nobody in, and leaves the second factor as it is.
 */
import { randomInt } from 'node:crypto'
import { findAccount, setPassword, type Account } from '#db/system/account/account.ts'
import { stopEmailChange } from '#db/system/account/email-change.ts'
import { findFactors } from '#db/system/account/factors.ts'
import { endSessions } from '#db/system/account/sessions.ts'
import { findSignIn } from '#db/system/sign-in.ts'
import { consumeToken, issueToken, peekToken, revokeTokens } from '#db/system/single-use.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import { tellTenantsOf } from '#db/write/account-audit.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { ResetOutcome } from '../../portal/sign-in/door-api.ts'
import { mailPerson, momentIn } from '../account/mail-person.ts'
import { findPasswordFault } from '../passwords/password-rules.ts'
import type { AuthServices } from '../services.ts'
import { orBusy } from '../passwords/password-work.ts'

const PURPOSE = 'password_reset'
const LIFETIME_MS = 3600_000
const MAX_EMAIL = 320
const MAX_DELAY_MS = 2_000

/** Resolves before anything depends on the address; what follows is logged when it fails. */
export async function requestReset(
  services: AuthServices,
  { email: typed, address }: { email: string; address: string },
): Promise<void> {
  const email = typed.trim().toLowerCase()
  const { allowed } = await services.tries.take('reset_address', address)
  const account = await services.tries.take('reset_account', email)
  if (!allowed || !account.allowed || email.length > MAX_EMAIL) return
  // At a moment nobody can foresee, so that the next answer does not tell of the work behind this one.
  setTimeout(() => {
    sendLink(services, email).catch((error: unknown) => {
      services.log.error({ err: error }, 'a mail for a new password could not be queued')
    })
  }, randomInt(MAX_DELAY_MS))
}

async function sendLink(services: AuthServices, email: string): Promise<void> {
  const found = await findSignIn(services.db, email)
  if (found === null) return
  const mailId = await withSystem(services.db, async (trx) => {
    const person = await findAccount(trx, found.personId)
    return person && queueLink(trx, services, person)
  })
  if (mailId !== undefined) services.sendMailSoon(mailId)
}

async function queueLink(
  trx: SystemTx,
  services: AuthServices,
  { personId, email: to, name, passwordHash }: Account,
): Promise<string> {
  const { passkeys } = await findFactors(trx, personId)
  if (passwordHash === null && passkeys === 0) {
    // Whoever comes by single sign-on gets no second way in that their company does not know of.
    const link = new URL('/sign-in', services.publicUrl).href
    return mailPerson(trx, services, { template: 'reset-by-sign-on', to, values: { name, link } })
  }
  // The newest link is the one that works.
  await revokeTokens(trx, PURPOSE, personId)
  const token = await issueToken(trx, {
    purpose: PURPOSE,
    subject: personId,
    lifetimeMs: LIFETIME_MS,
  })
  const link = new URL('/reset-password', services.publicUrl)
  link.searchParams.set('token', token)
  return mailPerson(trx, services, {
    template: 'password-reset',
    to,
    values: { name, link: link.href, minutes: String(LIFETIME_MS / 60_000) },
    lifetimeMs: LIFETIME_MS,
    only: { token },
  })
}

export const isResetOpen = ({ db }: AuthServices, token: string): Promise<boolean> =>
  withSystem(db, async (trx) => (await peekToken(trx, PURPOSE, token)) !== null)

export interface NewPassword {
  token: string
  password: string
  address: string
}

export async function resetPassword(
  services: AuthServices,
  { token, password, address }: NewPassword,
): Promise<ResetOutcome> {
  const person = await withSystem(services.db, async (trx) => {
    const open = await peekToken(trx, PURPOSE, token)
    return open && (await findAccount(trx, open.subject as PersonId))
  })
  if (!person) return { type: 'over' }
  const fault = findPasswordFault(password, person)
  if (fault !== null) return { type: 'weak', fault }
  const passwordHash = await orBusy(services.passwords.inTurn(({ hash }) => hash(password)))
  if (typeof passwordHash !== 'string') return passwordHash
  const mailId = await withSystem(services.db, async (trx) => {
    if ((await consumeToken(trx, PURPOSE, token)) === null) return null
    await replacePassword(trx, person.personId, { passwordHash, address })
    return queuePasswordChanged(trx, services, { person, address })
  })
  if (mailId === null) return { type: 'over' }
  services.sendMailSoon(mailId)
  return { type: 'changed' }
}

/** Ends every session, and every step and link that the old password had opened. */
async function replacePassword(
  trx: SystemTx,
  personId: PersonId,
  { passwordHash, address }: { passwordHash: string; address: string },
): Promise<void> {
  await setPassword(trx, personId, passwordHash)
  await endSessions(trx, personId, { reason: 'password_reset' })
  await revokeTokens(trx, 'sign_in_step', personId)
  // Somebody else may have begun it.
  await revokeTokens(trx, 'email_change', personId)
  await stopEmailChange(trx, personId)
  const origin = { address, userAgent: null }
  await tellTenantsOf(trx, personId, { action: 'account.password_reset', origin })
}

export const queuePasswordChanged = (
  trx: SystemTx,
  services: Pick<AuthServices, 'keyring' | 'operatorName'>,
  { person, address }: { person: Pick<Account, 'email' | 'name' | 'timeZone'>; address: string },
): Promise<string> =>
  mailPerson(trx, services, {
    template: 'password-changed',
    to: person.email,
    values: { name: person.name, at: momentIn(person.timeZone, new Date()), from: address },
  })
