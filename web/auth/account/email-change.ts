/**
 * A new address for an account. It changes once both addresses have agreed, each by a link of its own that works
 * once; either may stop it. Whether the new one belongs to an account already, only its owner learns.
 */
import { findAccount } from '#db/system/account/account.ts'
import {
  beginEmailChange,
  confirmEmailChange,
  findEmailChange,
  stopEmailChange,
  type AddressSide,
} from '#db/system/account/email-change.ts'
import { consumeToken, issueToken, peekToken, revokeTokens } from '#db/system/single-use.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import { tellTenantsOf } from '#db/write/account-audit.ts'
import { newId, type PersonId } from '#workflows/contracts/ids.ts'
import type { EmailChangeOutcome, EmailChangeView } from '../../portal/sign-in/door-api.ts'
import type { AuthServices } from '../services.ts'
import { mailPerson } from './mail-person.ts'

const PURPOSE = 'email_change'
const LIFETIME_HOURS = 24
const LIFETIME_MS = LIFETIME_HOURS * 3600_000

export interface AddressOwner {
  id: PersonId
  name: string
  email: string
}

/** In place of an earlier one. @returns ids of the mails */
export async function askForNewAddress(
  trx: SystemTx,
  services: AuthServices,
  { person, address }: { person: AddressOwner; address: string },
): Promise<string[]> {
  const id = newId<string>()
  await revokeTokens(trx, PURPOSE, person.id)
  const change = { id, personId: person.id, address, lifetimeMs: LIFETIME_MS }
  const isFree = await beginEmailChange(trx, change)
  const linkFor = async (side: AddressSide) => {
    const token = await issueToken(trx, {
      purpose: PURPOSE,
      subject: person.id,
      payload: { id, side, from: person.email, to: address },
      lifetimeMs: LIFETIME_MS,
    })
    const link = new URL('/email-change', services.publicUrl)
    link.searchParams.set('token', token)
    return { link: link.href, token }
  }
  const values = { name: person.name, hours: String(LIFETIME_HOURS) }
  const ofOld = await linkFor('old')
  const toOld = await mailPerson(trx, services, {
    template: 'email-change-old',
    to: person.email,
    values: { ...values, address, link: ofOld.link },
    lifetimeMs: LIFETIME_MS,
    only: { token: ofOld.token },
  })
  if (!isFree) {
    const link = new URL('/sign-in', services.publicUrl).href
    const taken = { template: 'email-taken', to: address, values: { link } } as const
    return [toOld, await mailPerson(trx, services, taken)]
  }
  const ofNew = await linkFor('new')
  const toNew = await mailPerson(trx, services, {
    template: 'email-change-new',
    to: address,
    values: { ...values, link: ofNew.link },
    lifetimeMs: LIFETIME_MS,
    only: { token: ofNew.token },
  })
  return [toOld, toNew]
}

interface Link extends EmailChangeView {
  id: string
  personId: PersonId
}

function linkOf(token: { subject: string; payload: Record<string, unknown> } | null): Link | null {
  if (token === null) return null
  const { id, side, from, to } = token.payload
  if (typeof id !== 'string' || typeof from !== 'string' || typeof to !== 'string') return null
  if (side !== 'old' && side !== 'new') return null
  return { id, side, from, to, personId: token.subject as PersonId }
}

/** What the link is about, as long as it works. */
export const findAddressLink = (
  { db }: AuthServices,
  token: string,
): Promise<EmailChangeView | null> =>
  withSystem(db, async (trx) => {
    const link = linkOf(await peekToken(trx, PURPOSE, token))
    if (link === null) return null
    const pending = await findEmailChange(trx, link.personId)
    const { from, to, side } = link
    return pending?.id === link.id ? { from, to, side } : null
  })

export async function answerNewAddress(
  services: AuthServices,
  { token, agree }: { token: string; agree: boolean },
): Promise<EmailChangeOutcome> {
  const { outcome, mailId } = await withSystem(services.db, async (trx) => {
    const link = linkOf(await consumeToken(trx, PURPOSE, token))
    if (link === null) return { outcome: 'over' as const }
    return agree ? confirm(trx, services, link) : stop(trx, link)
  })
  if (mailId !== undefined) services.sendMailSoon(mailId)
  return outcome
}

interface Answered {
  outcome: EmailChangeOutcome
  mailId?: string
}

async function stop(trx: SystemTx, { personId, from, to }: Link): Promise<Answered> {
  await revokeTokens(trx, PURPOSE, personId)
  if (!(await stopEmailChange(trx, personId))) return { outcome: 'over' }
  const changes = { email: { from: to, to: from } }
  await tellTenantsOf(trx, personId, { action: 'account.email_change_stopped', changes })
  return { outcome: 'stopped' }
}

async function confirm(trx: SystemTx, services: AuthServices, link: Link): Promise<Answered> {
  const { id, side, personId, from, to } = link
  const state = await confirmEmailChange(trx, id, side)
  if (state !== 'changed') return { outcome: state === 'gone' ? 'over' : state }
  const changes = { email: { from, to } }
  await tellTenantsOf(trx, personId, { action: 'account.email_changed', changes })
  // A link for a new password that went to the old address would still open the account.
  await revokeTokens(trx, 'password_reset', personId)
  const name = (await findAccount(trx, personId))?.name ?? ''
  const mailId = await mailPerson(trx, services, {
    template: 'email-changed',
    to: from,
    values: { name, address: to },
  })
  return { outcome: 'changed', mailId }
}
