/**
 * OpenID Connect with one identity provider of a tenant, through openid-client: code flow with PKCE S256, state and
 * nonce, signatures verified although TLS would do, every request through the guarded fetch. What the library leaves
 * open (issued in the future, a foreign azp, keys that came with the token) is checked here.
 */
import * as oidc from 'openid-client'
import type { GuardedFetch } from '#integrations/kit/outbound/guarded-fetch.ts'
import { SsoRejection, type Claims } from '../sso/rejection.ts'
import { claimsOf } from './claims.ts'

export interface OidcParty {
  /** Id and version of the row: another version is another party. */
  id: string
  version: number
  /** Exactly as the provider writes it. */
  issuer: string
  clientId: string
  clientSecret: string
  redirectUri: string
  groupsClaim: string | null
  /** How old a sign-in at the provider may be; null: not asked. */
  maxAgeSeconds: number | null
}

/** What the browser's way to the provider and back is bound to. */
export interface OidcRequest {
  state: string
  nonce: string
  codeVerifier: string
}

export interface OidcClient {
  /** @throws SsoRejection `provider_unavailable` */
  signInUrl(party: OidcParty, request: OidcRequest): Promise<URL>
  /**
   * @param answered our own callback address with the query as it came
   * @throws SsoRejection
   */
  readAnswer(party: OidcParty, request: OidcRequest, answered: URL): Promise<Claims>
  /** Asks the provider who it is and looks where its endpoints are. @throws SsoRejection `provider_unavailable` */
  check(party: OidcParty): Promise<void>
}

export const CLOCK_TOLERANCE_SECONDS = 60
const TIMEOUT_SECONDS = 5
/** How long an answer of discovery is believed, in milliseconds. Keys have a clock of their own: one read a minute. */
const FRESH_MS = 10 * 60_000
const MAX_KNOWN = 500
const SCOPE = 'openid email profile'

interface Known {
  config: oidc.Configuration
  at: number
}

export function createOidcClient(guardedFetch: GuardedFetch): OidcClient {
  const known = new Map<string, Known>()
  const configOf = async (party: OidcParty): Promise<oidc.Configuration> => {
    const name = `${party.id}:${String(party.version)}`
    const found = known.get(name)
    if (found && performance.now() - found.at < FRESH_MS) return found.config
    const config = await discover(party, guardedFetch)
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(name, { config, at: performance.now() })
    return config
  }
  return {
    async signInUrl(party, request) {
      const config = await configOf(party)
      return oidc.buildAuthorizationUrl(config, {
        redirect_uri: party.redirectUri,
        scope: SCOPE,
        state: request.state,
        nonce: request.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(request.codeVerifier),
        code_challenge_method: 'S256',
        ...(party.maxAgeSeconds === null ? {} : { max_age: String(party.maxAgeSeconds) }),
      })
    },
    async readAnswer(party, request, answered) {
      const config = await configOf(party)
      try {
        const tokens = await oidc.authorizationCodeGrant(config, answered, {
          expectedState: request.state,
          expectedNonce: request.nonce,
          pkceCodeVerifier: request.codeVerifier,
          idTokenExpected: true,
          // Then the provider has to say when; without that the answer is refused as well.
          ...(party.maxAgeSeconds === null ? {} : { maxAge: party.maxAgeSeconds }),
        })
        return claimsOf(tokens, party)
      } catch (error) {
        throw asRejection(error)
      }
    },
    async check(party) {
      await discover(party, guardedFetch)
    },
  }
}

async function discover(party: OidcParty, guardedFetch: GuardedFetch): Promise<oidc.Configuration> {
  try {
    const config = await oidc.discovery(
      new URL(party.issuer),
      party.clientId,
      { client_secret: party.clientSecret, [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
      undefined,
      {
        [oidc.customFetch]: (url, { body, headers, method, signal }) =>
          guardedFetch(url, {
            body: (body as string | URLSearchParams | null | undefined) ?? null,
            headers,
            method,
            ...(signal ? { signal } : {}),
          }),
        timeout: TIMEOUT_SECONDS,
        // The guarded fetch decides: plain http only to origins that the operator's configuration names.
        execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks],
      },
    )
    await vetEndpoints(config, party, guardedFetch)
    return config
  } catch (error) {
    if (error instanceof SsoRejection) throw error
    throw new SsoRejection('provider_unavailable', 'The identity provider does not answer.', {
      cause: error,
    })
  }
}

/** The library tolerates a slash too many in the issuer; browsers must not be sent where we would not go either. */
async function vetEndpoints(
  config: oidc.Configuration,
  party: OidcParty,
  guardedFetch: GuardedFetch,
): Promise<void> {
  const metadata = config.serverMetadata()
  if (metadata.issuer !== party.issuer) {
    throw new SsoRejection('issuer', 'The provider calls itself by another name.')
  }
  const endpoints = [metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri]
  for (const endpoint of endpoints) {
    if (endpoint === undefined) {
      throw new SsoRejection('provider_unavailable', 'The provider names no endpoints.')
    }
    await guardedFetch.vet(endpoint)
  }
}

/** What the library throws tells apart a provider that does not answer, one that says no, and a wrong answer. */
function asRejection(error: unknown): SsoRejection {
  if (error instanceof SsoRejection) return error
  const options = { cause: error }
  if (error instanceof oidc.AuthorizationResponseError) {
    return new SsoRejection('status', 'The identity provider did not sign this person in.', options)
  }
  if (error instanceof oidc.ResponseBodyError) {
    return new SsoRejection('status', 'The identity provider took its answer back.', options)
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/TIMEOUT|RESPONSE_IS_NOT|upstream_/.test(code) || isUnreachable(error)) {
    return new SsoRejection('provider_unavailable', 'The provider does not answer.', options)
  }
  if (/TIMESTAMP/.test(code) || isAboutAge(error))
    return new SsoRejection('time', 'The token is not of now.', options)
  return new SsoRejection('signature', 'The answer of the identity provider is not valid.', options)
}

/** Asked how old the sign-in is, the provider did not say, or not in a number. */
const isAboutAge = (error: unknown): boolean =>
  error instanceof Error && (/auth_time/.test(error.message) || isAboutAge(error.cause))

function isUnreachable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && /^upstream_/.test(String(at.code))) return true
  }
  return false
}
