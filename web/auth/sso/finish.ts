/**
 * The way back: an answer of an identity provider becomes a session, or a question to an account there is already, or
 * the result of an admin's test. Whatever is refused stands in the tenant's audit log.
 */
import { markUsed, issueToken } from '#db/system/single-use.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import {
  writeMemberAudit,
  writeSystemAudit,
  type AuditEntry,
  type AuditOrigin,
} from '#db/write/audit.ts'
import { markTested } from '#db/write/sso/identity.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { openSession } from '../open-session.ts'
import { verifyResponse } from '../saml/verify-response.ts'
import type { SignedAssertion } from '../saml/read-assertion.ts'
import { admit } from './admit.ts'
import type { SsoDeps } from './deps.ts'
import { oidcParty, samlParty, type LoadedProvider } from './load-provider.ts'
import { SsoRejection, type Claims, type Rejection } from './rejection.ts'
import { isOpenRequest, useRequest, type SsoRequest } from './request.ts'

/** The browser that brings the answer. */
export interface Visitor {
  browser: string | null
  address: string
  userAgent: string | null
  requestId: string
}

export type Finished =
  | { type: 'signed_in'; to: string; setCookie: string }
  | { type: 'link'; setCookie: string }
  | { type: 'tested'; to: string }
  | { type: 'rejected'; reason: Rejection; testOf: string | null }

/** How long somebody may take to prove that an account is theirs, in milliseconds. */
const LINK_LIFETIME_MS = 15 * 60_000
const PRINTED = 200

export function finishOidc(
  deps: SsoDeps,
  loaded: LoadedProvider,
  given: { visitor: Visitor; answered: URL },
): Promise<Finished> {
  const { visitor, answered } = given
  return finish(deps, loaded, visitor, async (tell) => {
    const token = answered.searchParams.get('state') ?? ''
    const request = await useRequest(deps.db, loaded.provider.id, { token, ...visitor })
    tell(request)
    const claims = await deps.oidc.readAnswer(
      oidcParty(loaded.provider, deps),
      { ...request, state: token },
      answered,
    )
    return claims
  })
}

export function finishSaml(
  deps: SsoDeps,
  loaded: LoadedProvider,
  given: { visitor: Visitor; response: string },
): Promise<Finished> {
  const { db, publicUrl } = deps
  const { provider } = loaded
  return finish(deps, loaded, given.visitor, async (tell) => {
    const assertion = await verifyResponse(given.response, samlParty(provider, publicUrl), (id) =>
      isOpenRequest(db, provider.id, id.slice(1)),
    )
    const token = assertion.inResponseTo.slice(1)
    const request = await useRequest(db, provider.id, { token, browser: given.visitor.browser })
    tell(request)
    await useAssertion(deps, provider.id, assertion)
    return claimsOfAssertion(assertion, provider.groupsName)
  })
}

async function useAssertion(
  { db }: SsoDeps,
  providerId: string,
  { id, expiresAt }: SignedAssertion,
): Promise<void> {
  // Beyond the time it is accepted for, skew included.
  const keepMs = Math.max(expiresAt.getTime() - Date.now(), 0) + 10 * 60_000
  const mark = `${providerId}:${id}`
  const isFirst = await withSystem(db, (trx) => markUsed(trx, 'saml_assertion', { mark, keepMs }))
  if (!isFirst) throw new SsoRejection('replayed', 'This assertion was used before.')
}

/** Names under which identity providers say the same thing. */
const EMAIL_NAMES = [
  'email',
  'mail',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
]
const NAME_NAMES = [
  'displayName',
  'name',
  'urn:oid:2.16.840.1.113730.3.1.241',
  'http://schemas.microsoft.com/identity/claims/displayname',
]

export function claimsOfAssertion(
  { issuer, subject, attributes }: SignedAssertion,
  groupsName: string | null,
): Claims {
  const first = (names: readonly string[]): string | null =>
    names.flatMap((name) => attributes.get(name) ?? [])[0] ?? null
  return {
    ...{ issuer, subject, name: first(NAME_NAMES) },
    email: first(EMAIL_NAMES) ?? (subject.includes('@') ? subject : null),
    // Only the tenant's own domains count, and its own provider speaks for those.
    isEmailVerified: true,
    groups: groupsName === null ? [] : (attributes.get(groupsName) ?? []),
  }
}

type Read = (tell: (request: SsoRequest) => void) => Promise<Claims>

async function finish(
  ...[deps, loaded, visitor, read]: [SsoDeps, LoadedProvider, Visitor, Read]
): Promise<Finished> {
  let request: SsoRequest | null = null
  try {
    if (await deps.limit.isReached(visitor.address)) {
      throw new SsoRejection('request', 'Too many refused answers from this address.')
    }
    const claims = await read((found) => {
      request = found
    })
    return await accept(deps, loaded, { claims, visitor, request: known(request) })
  } catch (error) {
    if (!(error instanceof SsoRejection)) throw error
    await refuse(deps, loaded, { error, visitor })
    const tested = request as SsoRequest | null
    return {
      type: 'rejected',
      reason: error.reason,
      testOf: tested?.tester ? loaded.tenant.slug : null,
    }
  }
}

function known(request: SsoRequest | null): SsoRequest {
  if (request === null) throw new SsoRejection('request', 'This answers no request of ours.')
  return request
}

interface Accepted {
  claims: Claims
  visitor: Visitor
  request: SsoRequest
}

async function accept(
  deps: SsoDeps,
  loaded: LoadedProvider,
  { claims, visitor, request }: Accepted,
): Promise<Finished> {
  const { provider, tenant } = loaded
  if (request.tester) return keepTest(deps, loaded, { claims, visitor, request })
  if (provider.state !== 'active') {
    throw new SsoRejection('provider_off', 'This single sign-on is not in use.')
  }
  const admission = await withTenant(deps.db, tenant.id, (trx) =>
    admit(trx, provider, { claims, requestId: visitor.requestId }),
  )
  if (admission.type === 'admitted') {
    const sessionId = await startSsoSession(deps, loaded, {
      ...{ personId: admission.personId, visitor, strong: false },
      replaces: request.replaces === null ? null : Buffer.from(request.replaces, 'base64url'),
    })
    return { type: 'signed_in', to: request.next, setCookie: deps.cookies.write(sessionId) }
  }
  const { issuer, subject } = claims
  const { personId, email, role } = admission
  const token = await withSystem(deps.db, (trx) =>
    issueToken(trx, {
      purpose: 'sso_link',
      subject: provider.id,
      payload: { issuer, subject, personId, email, role, next: request.next },
      lifetimeMs: LINK_LIFETIME_MS,
    }),
  )
  return { type: 'link', setCookie: deps.ssoCookies.writePending(token) }
}

export interface SsoSession {
  personId: PersonId
  visitor: Pick<Visitor, 'address' | 'userAgent'>
  /** The account's own second factor was shown as well. */
  strong: boolean
  replaces: Buffer | null
}

/** A new id at every sign-in; the session that the browser began with is over. */
export function startSsoSession(
  { store }: Pick<SsoDeps, 'store'>,
  { provider, tenant }: LoadedProvider,
  { personId, visitor, strong, replaces }: SsoSession,
): Promise<string> {
  const { address, userAgent } = visitor
  return openSession(store, {
    ...{ personId, address, userAgent, method: 'sso', strong, replaces },
    provider: { id: provider.id, tenantId: tenant.id },
  })
}

const originOf = ({ address, userAgent }: Visitor): AuditOrigin => ({ address, userAgent })

const entryOf = (
  { provider }: LoadedProvider,
  entry: Pick<AuditEntry, 'action' | 'changes' | 'requestId'>,
): AuditEntry => ({
  ...entry,
  subjectId: provider.id,
  subjectLabel: provider.name,
})

async function keepTest(
  deps: SsoDeps,
  loaded: LoadedProvider,
  { claims, visitor, request }: Accepted,
): Promise<Finished> {
  const { provider, tenant } = loaded
  const tester = request.tester
  if (!tester) throw new SsoRejection('request', 'This is no test.')
  await withTenant(deps.db, tenant.id, async (trx) => {
    await markTested(trx, provider.id)
    await writeMemberAudit(
      trx,
      { id: tester.id as PersonId, name: tester.name, origin: originOf(visitor) },
      entryOf(loaded, {
        action: 'identity_provider.tested',
        changes: { email: { from: null, to: claims.email?.slice(0, PRINTED) ?? null } },
        requestId: visitor.requestId,
      }),
    )
  })
  return { type: 'tested', to: testedPath(loaded, 'ok') }
}

export const testedPath = ({ provider, tenant }: LoadedProvider, outcome: string): string =>
  `/t/${tenant.slug}/settings/sign-on?${new URLSearchParams({ provider: provider.id, tested: outcome })}`

async function refuse(
  deps: SsoDeps,
  loaded: LoadedProvider,
  { error, visitor }: { error: SsoRejection; visitor: Visitor },
): Promise<void> {
  const { requestId, address } = visitor
  deps.log.warn(
    { err: error, reason: error.reason, provider: loaded.provider.id, requestId },
    'single sign-on was refused',
  )
  if (await deps.limit.isReached(address)) return
  await deps.limit.count(address)
  await withTenant(deps.db, loaded.tenant.id, (trx) =>
    writeSystemAudit(
      trx,
      { name: loaded.provider.name, origin: originOf(visitor) },
      entryOf(loaded, {
        action: 'sso.rejected',
        changes: { reason: { from: null, to: error.reason } },
        requestId,
      }),
    ),
  )
}
