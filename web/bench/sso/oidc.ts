/**
 * `sso-oidc`: whole sign-ins by OpenID Connect, per second: out, code, token of the stand-in provider over HTTP, session.
 * The provider signs when it is asked for the token. Floor: openid-client alone with the same provider, without a request of a browser, a database or a session.
 */
import * as client from 'openid-client'
import type { BenchStack } from '#workers/bench/bench-stack.ts'
import type { PreparedFigure } from '#workers/bench/figure.ts'
import { startProvider, type TestProvider } from '../../auth/oidc/testing/identity-provider.ts'
import { DOMAIN, prepareSignOn } from './sign-ons.ts'

const CLIENT = { id: 'portside', secret: 'a client secret' } as const
const CALLBACK = 'https://portal.bench/callback'

export async function prepareOidc(bench: BenchStack): Promise<PreparedFigure> {
  const idp = await startProvider()
  return prepareSignOn(bench, {
    name: 'sso-oidc',
    provider: { kind: 'oidc', issuer: idp.issuer },
    answerAs({ to, cookie, webUrl }, subject) {
      const back = idp.signIn(to, { sub: subject, email: `${subject}@${DOMAIN}` })
      const url = webUrl + back.pathname + back.search
      return () => fetch(url, { redirect: 'manual', headers: { cookie } })
    },
    verify: await libraryAlone(idp),
    close: () => idp.close(),
  })
}

async function libraryAlone(idp: TestProvider): Promise<() => Promise<unknown>> {
  const config = await client.discovery(new URL(idp.issuer), CLIENT.id, CLIENT.secret, undefined, {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  })
  return async () => {
    const pkceCodeVerifier = client.randomPKCECodeVerifier()
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    const url = client.buildAuthorizationUrl(config, {
      ...{ redirect_uri: CALLBACK, scope: 'openid email', state, nonce },
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    return client.authorizationCodeGrant(config, idp.signIn(url), {
      ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier, idTokenExpected: true },
    })
  }
}
