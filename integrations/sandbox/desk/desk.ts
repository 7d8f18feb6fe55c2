/** Serves the control page, its fragments and its files; nothing inline, so the strictest policy holds. */
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type RequestHandler, Router } from 'express'
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { ControlDeps } from '../control.ts'
import { orderSheet } from './order-sheet.ts'
import type { View } from './order-list.ts'
import { desk, page } from './page.ts'
import { deliveryList, faultSwitches } from './side.ts'

const viewQuery = z.object({
  customer: z.string().max(200).catch(''),
  q: z.string().trim().max(200).catch(''),
  show: z.enum(['open', 'delivered', 'cancelled', 'deleted', 'all']).catch('open'),
})
const viewOf = (query: unknown): View => viewQuery.parse(query)

const FILES = ['desk.css', 'desk.js', 'icons.svg', 'favicon.svg'] as const

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

export function createDesk(deps: ControlDeps): Router {
  const router = Router()
  router.use(strict)
  router.get('/', (request, response) => {
    response.type('html').send(page(deps, viewOf(request.query)))
  })
  router.get('/desk/main', (request, response) => {
    response.type('html').send(desk(deps, viewOf(request.query)).html)
  })
  router.get('/desk/deliveries', (_request, response) => {
    response.type('html').send(deliveryList(deps.deliveries).html)
  })
  router.get('/desk/faults', (_request, response) => {
    response.type('html').send(faultSwitches(deps.faults).html)
  })
  router.get('/desk/orders/:id', (request, response) => {
    const order = deps.store.findOrder(request.params.id)
    if (!order) throw new AppError('not_found', 'There is no such order.')
    response.type('html').send(orderSheet(order).html)
  })
  for (const file of FILES) router.get(`/desk/${file}`, sendFile(new URL(file, import.meta.url)))
  router.get('/desk/inter.woff2', sendFile(fontFile()))
  return router
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
