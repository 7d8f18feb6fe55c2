/**
 * `/auth/sso/{id}` leads out, `/auth/oidc/{id}/callback` and `/auth/saml/{id}/acs` come back, `/auth/saml/{id}/metadata`
 * is for the other side's administrator. What is refused shows a page of ours with a status that says so.
 */
import { Router, urlencoded, type NextFunction, type Request, type Response } from 'express'
import { clientOf, factsOf } from '../../server/request-facts.ts'
import { createRequestSession } from '../request-session.ts'
import { SP_METADATA_TYPE, serviceProviderOf, spMetadata } from '../saml/service-provider.ts'
import { beginSignIn } from './begin.ts'
import type { SsoDeps } from './deps.ts'
import { finishOidc, finishSaml, testedPath, type Finished, type Visitor } from './finish.ts'
import { loadProvider, type LoadedProvider } from './load-provider.ts'
import { noteRefusal } from './refusal.ts'
import { SsoRejection, type Rejection } from './rejection.ts'

/** A quarter more than what we read, for the escapes of a form. */
const MAX_FORM = '512kb'

export function ssoRoutes(deps: SsoDeps): Router {
  const router = Router()
  router.get('/auth/sso/:id', withProvider(deps, 'any', begin))
  router.get('/auth/oidc/:id/callback', withProvider(deps, 'oidc', readOidc))
  router.post(
    '/auth/saml/:id/acs',
    urlencoded({ extended: false, limit: MAX_FORM, parameterLimit: 8 }),
    withProvider(deps, 'saml', readSaml),
  )
  router.get(
    '/auth/saml/:id/metadata',
    withProvider(deps, 'saml', ({ loaded, res }) => {
      const sp = serviceProviderOf(deps.publicUrl, loaded.provider.id)
      res.type(SP_METADATA_TYPE).send(spMetadata(sp))
      return Promise.resolve()
    }),
  )
  return router
}

interface Handling {
  deps: SsoDeps
  loaded: LoadedProvider
  req: Request
  res: Response
  next: NextFunction
}

type Handler = (handling: Handling) => Promise<void>

/** An unknown provider, one of the other protocol and a suspended tenant are all the page of what does not exist. */
function withProvider(deps: SsoDeps, kind: 'any' | 'oidc' | 'saml', handle: Handler) {
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const loaded = await loadProvider(deps.db, String(req.params['id']))
    if (!loaded || (kind !== 'any' && loaded.provider.kind !== kind)) {
      showPage(req, next)
      return
    }
    await handle({ deps, loaded, req, res, next })
  }
}

async function begin({ deps, loaded, req, res, next }: Handling): Promise<void> {
  const session = createRequestSession(req, deps)
  const path = typeof req.query['next'] === 'string' ? req.query['next'] : null
  const isTest = req.query['test'] === '1'
  try {
    const beginning = { session, cookieHeader: req.headers.cookie, next: path, isTest }
    const { to, setCookie } = await beginSignIn(deps, loaded, beginning)
    res.append('Set-Cookie', setCookie)
    res.redirect(303, to)
  } catch (error) {
    if (!(error instanceof SsoRejection)) throw error
    deps.log.warn({ err: error, reason: error.reason }, 'single sign-on did not begin')
    if (isTest) res.redirect(303, testedPath(loaded, error.reason))
    else showRefusal({ req, next }, error.reason)
  }
}

const visitorOf = ({ deps, req }: Handling): Visitor => ({
  ...clientOf(req),
  browser: deps.ssoCookies.readBrowser(req.headers.cookie),
  requestId: factsOf(req).requestId,
})

async function readOidc(handling: Handling): Promise<void> {
  const { deps, loaded, req } = handling
  const answered = new URL(req.originalUrl, deps.publicUrl)
  answer(handling, await finishOidc(deps, loaded, { visitor: visitorOf(handling), answered }))
}

async function readSaml(handling: Handling): Promise<void> {
  const { deps, loaded, req } = handling
  const form = req.body as Record<string, unknown> | undefined
  // RelayState is not read: where to go stands in our own row.
  const response = typeof form?.['SAMLResponse'] === 'string' ? form['SAMLResponse'] : ''
  answer(handling, await finishSaml(deps, loaded, { visitor: visitorOf(handling), response }))
}

function answer({ loaded, req, res, next }: Handling, finished: Finished): void {
  switch (finished.type) {
    case 'signed_in':
      res.append('Set-Cookie', finished.setCookie)
      res.redirect(303, finished.to)
      return
    case 'link':
      res.append('Set-Cookie', finished.setCookie)
      res.redirect(303, '/sign-in/link')
      return
    case 'tested':
      res.redirect(303, finished.to)
      return
    case 'rejected':
      if (finished.testOf !== null) res.redirect(303, testedPath(loaded, finished.reason))
      else showRefusal({ req, next }, finished.reason)
  }
}

/** The page says what helps and has the status of a refusal, so it is shown here and not redirected to. */
function showRefusal({ req, next }: Pick<Handling, 'req' | 'next'>, reason: Rejection): void {
  noteRefusal(req, reason)
  showPage(req, next)
}

/** Of this very address, whichever way it was asked; see portal/sign-on/refused.tsx. */
function showPage(req: Request, next: NextFunction): void {
  req.method = 'GET'
  next()
}
