/** The way out to an identity provider: bound to this browser, for ten minutes, with an own path to return to. */
import type { RequestSession } from '../request-session.ts'
import { can } from '#workflows/contracts/permissions.ts'
import { ownPath } from '../return-path.ts'
import { serviceProviderOf, signInUrl } from '../saml/service-provider.ts'
import type { SsoDeps } from './deps.ts'
import { oidcParty, type LoadedProvider } from './load-provider.ts'
import { SsoRejection } from './rejection.ts'
import { newSecret, openRequest, type SsoRequest } from './request.ts'

export interface Beginning {
  session: RequestSession
  cookieHeader: string | undefined
  next: string | null
  /** An admin tries the provider out. */
  isTest: boolean
}

/** @throws SsoRejection `provider_off`, `provider_unavailable` */
export async function beginSignIn(
  deps: SsoDeps,
  { provider, tenant }: LoadedProvider,
  { session, cookieHeader, next, isTest }: Beginning,
): Promise<{ to: string; setCookie: string }> {
  const found = isTest ? await session.find(tenant.slug) : null
  const own = found?.tenant
  const mayTest =
    own != null && own.gate === null && can(own.grants, { module: 'settings', action: 'manage' })
  const tester = found && mayTest ? { id: found.person.id, name: found.person.name } : null
  if (tester === null && provider.state !== 'active') {
    throw new SsoRejection('provider_off', 'This single sign-on is not in use.')
  }
  const browser = deps.ssoCookies.readBrowser(cookieHeader) ?? newSecret()
  const request: SsoRequest = {
    browser,
    next: ownPath(next, `/t/${tenant.slug}`),
    nonce: newSecret(),
    codeVerifier: newSecret(),
    tester,
    replaces: session.hash?.toString('base64url') ?? null,
  }
  const token = await openRequest(deps.db, provider.id, request)
  const to = await addressOf(deps, provider, { ...request, token })
  return { to, setCookie: deps.ssoCookies.writeBrowser(browser) }
}

async function addressOf(
  deps: SsoDeps,
  provider: LoadedProvider['provider'],
  { token, nonce, codeVerifier }: SsoRequest & { token: string },
): Promise<string> {
  if (provider.kind === 'saml') {
    const sp = serviceProviderOf(deps.publicUrl, provider.id)
    return signInUrl(sp, { id: `_${token}`, ssoUrl: provider.ssoUrl ?? '' })
  }
  const url = await deps.oidc.signInUrl(oidcParty(provider, deps), {
    state: token,
    nonce,
    codeVerifier,
  })
  return url.href
}
