/**
 * An identity whose address has an account already: the account has to say so itself, by its password or by a link in
 * a mail opened in the browser that asked, and by its second factor where it has one. Then its owner is told, and from
 * now on the identity decides.
 */
import type { Request } from 'express'
import { z } from 'zod'
import { queueAccountMail } from '#db/system/account-mails.ts'
import { consumeToken, issueToken, peekToken, revokeTokens } from '#db/system/single-use.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { writeMemberAudit } from '#db/write/audit.ts'
import { findPersonOf, linkIdentity } from '#db/write/sso/identity.ts'
import { ROLE_PRESETS } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { clientOf, factsOf } from '../../server/request-facts.ts'
import { beginStep, type LinkInWaiting } from '../door/second-step.ts'
import type { PasswordWork } from '../passwords/password-work.ts'
import type { SignInLimits } from '../sign-in-limits.ts'
import { joinTenant } from './admit.ts'
import type { SsoDeps } from './deps.ts'
import { startSsoSession, type Visitor } from './finish.ts'
import { loadProvider, type LoadedProvider } from './load-provider.ts'

export interface LinkDeps extends SsoDeps {
  operatorName: string
  limits: SignInLimits
  passwords: PasswordWork
  sendMailSoon: (mailId: string) => void
}

const pendingLink = z.object({
  issuer: z.string(),
  subject: z.string(),
  personId: z.string().transform((id) => id as PersonId),
  email: z.string(),
  role: z.enum(ROLE_PRESETS),
  next: z.string(),
})

type PendingLink = z.output<typeof pendingLink> & { loaded: LoadedProvider }

export type LinkOutcome =
  | { type: 'linked'; to: string; setCookie: string[] }
  /** The account has a second factor: the linking goes on at the door's second step. */
  | { type: 'second_step'; to: string; setCookie: string[] }
  | { type: 'refused' }
  | { type: 'too_many_tries' }
  /** The question is too old, or was answered. */
  | { type: 'gone' }

const MAIL_LIFETIME_MS = 15 * 60_000
const MINUTE_MS = 60_000

/** What is asked for by the pending token of a browser; null when it is over. */
export async function findPendingLink(deps: SsoDeps, token: string): Promise<PendingLink | null> {
  const found = await withSystem(deps.db, (trx) => peekToken(trx, 'sso_link', token))
  return found && readPending(deps, found)
}

async function readPending(
  deps: SsoDeps,
  { subject: providerId, payload }: { subject: string; payload: unknown },
): Promise<PendingLink | null> {
  const pending = pendingLink.safeParse(payload)
  const loaded = await loadProvider(deps.db, providerId)
  return pending.success && loaded?.provider.state === 'active' ? { ...pending.data, loaded } : null
}

export async function proveByPassword(
  deps: LinkDeps,
  token: string,
  { password, visitor }: { password: string; visitor: Visitor },
): Promise<LinkOutcome> {
  const pending = await findPendingLink(deps, token)
  if (!pending) return { type: 'gone' }
  const by = { email: pending.email, address: visitor.address }
  const allowance = await deps.limits.take(by)
  if (!allowance.address) return { type: 'too_many_tries' }
  const found = await deps.store.findPassword(pending.email)
  const isRight = await deps.passwords.inTurn(({ verify }) =>
    verify(found?.passwordHash ?? null, password),
  )
  if (!found || !isRight || !allowance.account || found.personId !== pending.personId) {
    return { type: 'refused' }
  }
  const step = await askForFactor(deps, token, pending)
  if (step) return step
  await deps.limits.forgive(by)
  return linkNow(deps, token, visitor)
}

/** The step that the password leads to at the door as well; null for an account without a second factor. */
async function askForFactor(
  deps: LinkDeps,
  token: string,
  { personId, email, next }: PendingLink,
): Promise<LinkOutcome | null> {
  const step = await beginStep(deps)({ personId, email, linkToken: token })
  if (step === null) return null
  const to = `/sign-in/step?${new URLSearchParams({ next })}`
  return { type: 'second_step', to, setCookie: [deps.cookies.step.write(step)] }
}

/** What a browser was asked about, for the second step to end with; null: nothing. */
export function linkInWaiting(req: Request, deps: LinkDeps): LinkInWaiting | null {
  const token = deps.ssoCookies.readPending(req.headers.cookie)
  if (token === null) return null
  const visitor = visitorFrom(req)
  return { token, finish: () => complete(deps, token, { visitor, strong: true }) }
}

/** The pages before a session know no browser secret: their own token binds them. */
export const visitorFrom = (req: Request): Visitor => ({
  ...clientOf(req),
  browser: null,
  requestId: factsOf(req).requestId,
})

/** Queues the mail; to the account's own address, whatever the provider says. */
export async function mailProof(
  deps: LinkDeps,
  token: string,
  visitor: Visitor,
): Promise<LinkOutcome | { type: 'mailed' }> {
  const pending = await findPendingLink(deps, token)
  if (!pending) return { type: 'gone' }
  const allowance = await deps.limits.take({ email: pending.email, address: visitor.address })
  if (!allowance.address || !allowance.account) return { type: 'too_many_tries' }
  const { tenant } = pending.loaded
  const mailId = await withSystem(deps.db, async (trx) => {
    await revokeTokens(trx, 'sso_link_mail', pending.personId)
    const mailed = await issueToken(trx, {
      purpose: 'sso_link_mail',
      subject: pending.personId,
      lifetimeMs: MAIL_LIFETIME_MS,
    })
    const link = new URL('/sign-in/link', deps.publicUrl)
    link.searchParams.set('proof', mailed)
    return queueAccountMail(trx, deps.keyring, {
      template: 'sso-link',
      to: pending.email,
      values: {
        ...{ tenant: tenant.name, operator: deps.operatorName, link: link.href },
        minutes: String(MAIL_LIFETIME_MS / MINUTE_MS),
      },
      lifetimeMs: MAIL_LIFETIME_MS,
      only: { token: mailed, tenantId: tenant.id },
    })
  })
  deps.sendMailSoon(mailId)
  return { type: 'mailed' }
}

/** Both halves: the mail says whose the address is, the browser's own token which identity it was that asked. */
export async function proveByMail(
  deps: LinkDeps,
  token: string,
  { proof, visitor }: { proof: string; visitor: Visitor },
): Promise<LinkOutcome> {
  const pending = await findPendingLink(deps, token)
  if (!pending) return { type: 'gone' }
  const used = await withSystem(deps.db, (trx) => consumeToken(trx, 'sso_link_mail', proof))
  if (used?.subject !== pending.personId) return { type: 'gone' }
  return (await askForFactor(deps, token, pending)) ?? linkNow(deps, token, visitor)
}

async function linkNow(deps: LinkDeps, token: string, visitor: Visitor): Promise<LinkOutcome> {
  const opened = await complete(deps, token, { visitor, strong: false })
  if (!opened) return { type: 'gone' }
  const setCookie = [deps.cookies.write(opened.sessionId), deps.ssoCookies.clearPending()]
  return { type: 'linked', to: opened.to, setCookie }
}

/** @returns null when the question is over */
async function complete(
  deps: LinkDeps,
  token: string,
  { visitor, strong }: { visitor: Visitor; strong: boolean },
): Promise<{ sessionId: string; to: string } | null> {
  const used = await withSystem(deps.db, (trx) => consumeToken(trx, 'sso_link', token))
  const pending = used && (await readPending(deps, used))
  if (!pending) return null
  const mailId = await writeLink(deps, pending, visitor)
  if (mailId === null) return null
  deps.sendMailSoon(mailId)
  const sessionId = await startSsoSession(deps, pending.loaded, {
    ...{ personId: pending.personId, visitor, strong },
    replaces: null,
  })
  return { sessionId, to: pending.next }
}

/** @returns the mail to the owner; null when the account has gone meanwhile or the identity is somebody's */
function writeLink(
  deps: LinkDeps,
  pending: PendingLink,
  { requestId, address }: Visitor,
): Promise<string | null> {
  const { provider, tenant } = pending.loaded
  return withTenant(deps.db, tenant.id, async (trx) => {
    const key = { providerId: provider.id, issuer: pending.issuer, subject: pending.subject }
    const { isLinked, person, ...known } = await findPersonOf(trx, key, pending.email)
    if (isLinked || person?.id !== pending.personId || !known.isActive || known.isDeparted)
      return null
    if (!(await linkIdentity(trx, key, person.id))) return null
    if (!known.isMember) {
      const { id: personId, email, name } = person
      const joining = { personId, email, name, role: pending.role }
      await joinTenant(trx, joining, { provider, requestId })
    }
    await writeMemberAudit(trx, person, {
      action: 'member.identity_linked',
      subjectId: person.id,
      subjectLabel: person.name,
      changes: { provider: { from: null, to: provider.name } },
      requestId,
    })
    return queueAccountMail(trx, deps.keyring, {
      template: 'sso-linked',
      to: person.email,
      values: {
        ...{ name: person.name, operator: deps.operatorName, tenant: tenant.name, from: address },
        at: new Date().toUTCString(),
      },
      lifetimeMs: 24 * 60 * MINUTE_MS,
    })
  })
}
