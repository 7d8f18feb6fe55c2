/** Serves the control page, its fragments and its files; nothing inline, so the strictest policy holds. */
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type RequestHandler, type Response, Router } from 'express'
import { AppError } from '#workflows/contracts/errors.ts'
import type { ControlDeps } from '../control.ts'
import type { Systems } from '../systems.ts'
import { createBillingPlace } from './billing/billing-place.ts'
import { createCrmPlace } from './crm/crm-place.ts'
import type { Markup } from './markup.ts'
import { createOrdersPlace } from './orders/orders-place.ts'
import { createOutboxPlace } from './outbox/outbox-place.ts'
import { page, STYLES } from './page.ts'
import { createProjectsPlace } from './projects/projects-place.ts'
import type { Place } from './place.ts'
import { deliveryList } from './side/delivery-list.ts'
import { faultSwitches } from './side/fault-switches.ts'

const POLICY = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'"],
  ...["connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
].join('; ')

const strict: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  })
  next()
}

export type DeskDeps = ControlDeps & Systems

export function createDesk(deps: DeskDeps): Router {
  const places = [
    createOrdersPlace(deps.store),
    createProjectsPlace(deps.store),
    createBillingPlace(deps.stripe.ledger.store),
    createCrmPlace(deps.hubspot.objects),
    createOutboxPlace(deps.messaging.outbox),
  ]
  const router = Router()
  router.use(strict)
  for (const place of places) serve(router, place, { places, deps })
  router.get('/desk/deliveries', (_request, response) => {
    sendPart(response, deliveryList(deps))
  })
  router.get('/desk/faults', (_request, response) => {
    sendPart(response, faultSwitches(deps.faults))
  })
  serveFiles(router)
  return router
}

interface Serving {
  places: readonly Place[]
  deps: DeskDeps
}

function serve(router: Router, place: Place, { places, deps }: Serving): void {
  router.get(place.path, (request, response) => {
    const { query } = request
    const side = { deliveries: deliveryList(deps), faults: faultSwitches(deps.faults) }
    response.type('html').send(page({ places, place, query, ...side }))
  })
  router.get(`/desk/main${place.path}`, (request, response) => {
    sendPart(response, place.main(request.query))
  })
  for (const [kind, sheet] of Object.entries(place.sheets)) {
    router.get(`/desk/sheet/${kind}/:id`, (request, response) => {
      sendPart(response, sheet(request.params.id))
    })
  }
  for (const [name, box] of Object.entries(place.boxes)) {
    router.get(`/desk/box/${name}`, (request, response) => {
      sendPart(response, box(request.query))
    })
  }
}

function sendPart(response: Response, part: Markup | null): void {
  if (!part) throw new AppError('not_found', 'This is no longer there.')
  response.type('html').send(part.html)
}

function serveFiles(router: Router): void {
  const styles = STYLES.map((name) => `styles/${name}.css`)
  const scripts = readdirSync(new URL('client/', import.meta.url)).map((name) => `client/${name}`)
  for (const file of [...styles, ...scripts, 'icons.svg', 'favicon.svg']) {
    router.get(`/desk/${file}`, sendFile(new URL(file, import.meta.url)))
  }
  router.get('/desk/inter.woff2', sendFile(fontFile()))
}

function fontFile(): URL {
  const find = createRequire(import.meta.url)
  return pathToFileURL(
    find.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
  )
}

const sendFile =
  (file: URL): RequestHandler =>
  (_request, response) => {
    response.sendFile(fileURLToPath(file), { dotfiles: 'allow' })
  }
