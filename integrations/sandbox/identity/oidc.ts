/** A real OpenID provider for the demo's customers: one client for all of them, and nobody is asked for a password. */
import { type RequestHandler, Router, urlencoded } from 'express'
import Provider from 'oidc-provider'
import type { IdentityKey } from './keys.ts'
import { loginPage } from './login-page.ts'
import { findIdentity } from './people.ts'

export const SANDBOX_CLIENT = { id: 'portside', secret: 'sandbox-client-secret' } as const

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const CLAIMS = ['name', 'email', 'email_verified', 'groups']

/** @param origin asked late: the port may be any */
export function createOidcProvider(key: IdentityKey, origin: () => string): Router {
  let made: Provider | null = null
  const provider = (): Provider => (made ??= newProvider(key, `${origin()}/oidc`))
  const router = Router()
  router.get('/oidc/login/:uid', (request, response) => {
    const action = `/oidc/login/${request.params.uid}`
    response.type('html').send(loginPage({ protocol: 'OpenID Connect', action, fields: {} }))
  })
  router.post('/oidc/login/:uid', urlencoded({ extended: false }), async (request, response) => {
    const person = findIdentity((request.body as Record<string, unknown>)['person'])
    const result = person
      ? { login: { accountId: person.subject, remember: false } }
      : { error: 'access_denied' }
    await provider().interactionFinished(request, response, result)
  })
  const answer: RequestHandler = (request, response) => {
    void provider().callback()(request, response)
  }
  router.use('/oidc', answer)
  return router
}

function newProvider(key: IdentityKey, issuer: string): Provider {
  const provider = new Provider(issuer, {
    jwks: { keys: [key.jwk] },
    clients: [
      {
        client_id: SANDBOX_CLIENT.id,
        client_secret: SANDBOX_CLIENT.secret,
        redirect_uris: ['https://localhost/callback'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    cookies: { keys: [key.certificate.slice(-200)] },
    claims: { openid: ['sub', ...CLAIMS], email: [], profile: [] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_context, { uid }) => `/oidc/login/${uid}` },
    findAccount: (_context, id) => {
      const person = findIdentity(id)
      if (!person) return undefined
      const { name, email, groups } = person
      const claims = { sub: id, name, email, email_verified: true, groups: [...groups] }
      return { accountId: id, claims: () => claims }
    },
    // Nobody is asked whether the portal may know them: the company has decided.
    async loadExistingGrant(context) {
      const { client, session, provider: own } = context.oidc
      const grant = new own.Grant({
        ...(client ? { clientId: client.clientId } : {}),
        ...(session?.accountId === undefined ? {} : { accountId: session.accountId }),
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  // Where the portal runs is not known here; everything on this machine is welcome.
  provider.Client.prototype.redirectUriAllowed = (uri: string) =>
    LOOPBACK.has(URL.parse(uri)?.hostname ?? '')
  return provider
}
