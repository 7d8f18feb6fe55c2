/**
 * The web process as tests run it: the real composition on a port of its own, with Temporal's pokes written down
 * and, in place of the page build, three plain addresses that reach the same door as the pages do.
 */
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import express, { type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { createLogger } from '#integrations/kit/logger.ts'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { StaffCommandArgs, StaffCommandResult } from '#workflows/contracts/console.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import {
  apiContext,
  consoleContext,
  invitationContext,
  sessionContext,
  signOnContext,
} from '../load-context.ts'
import { createApp } from '../server/app.ts'
import { createServices, type ServerParts, type WebDepsOptions } from '../server/deps.ts'
import { createHttpServer, shutDown, wellFormedOnly } from '../server/http-server.ts'
import { createLoadContext } from '../server/load-context.ts'
import { plainDoor } from './plain-door.ts'

export interface RunningWeb {
  url: string
  parts: ServerParts
  pokes: DrainLane[]
  /** Ids of mails that were handed to Temporal. */
  mails: string[]
  /** Commands of staff that were handed to Temporal. */
  commands: StaffCommandArgs[]
  /** Everything logged so far. */
  log(): string
  close(): Promise<void>
}

export interface StartWebOptions extends Partial<
  Omit<WebDepsOptions, 'publicUrl' | 'gateway' | 'log'>
> {
  databaseUrl: string
  encryptionKeys: string
  /** Browsers see this one, e.g. to get https cookies; the server itself speaks http. */
  publicUrl?: URL
  /** What Temporal answers to a command of staff; it is down unless told. */
  onCommand?: (args: StaffCommandArgs) => StaffCommandResult
  /** Where pokes go besides being written down. */
  onPoke?: (lane: DrainLane) => void
}

export async function startWeb(options: StartWebOptions): Promise<RunningWeb> {
  const server = createHttpServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const { onCommand = temporalIsDown, onPoke, ...given } = options
  const { gateway, ...handedOver } = createGateway({ onCommand, onPoke })
  const { lines, sink } = createSink()
  const { parts, close } = createServices({
    listenUrl: options.databaseUrl,
    trustedProxies: [],
    operatorName: 'Halden Steam',
    development: false,
    privateOrigins: [],
    resolveTxt: () => Promise.resolve([]),
    staffUrl: null,
    temporalUi: null,
    ...given,
    publicUrl: options.publicUrl ?? new URL(url),
    gateway,
    log: createLogger('web', 'debug', sink),
  })
  server.on(
    'request',
    wellFormedOnly(createApp({ ...parts, assets: null, pages: plainPages(parts) })),
  )
  return {
    url,
    parts,
    ...handedOver,
    log: () => lines.join(''),
    close: () => shutDown(server, close),
  }
}

type HandedOver = Pick<RunningWeb, 'pokes' | 'mails' | 'commands'>

/** In place of Temporal: writes down what is handed over. */
function createGateway({
  onCommand,
  onPoke,
}: {
  onCommand: NonNullable<StartWebOptions['onCommand']>
  onPoke: StartWebOptions['onPoke']
}): HandedOver & { gateway: WebDepsOptions['gateway'] } {
  const handedOver: HandedOver = { pokes: [], mails: [], commands: [] }
  return {
    ...handedOver,
    gateway: {
      pokeDrain: (lane) => {
        handedOver.pokes.push(lane)
        onPoke?.(lane)
      },
      isUp: () => Promise.resolve(true),
      startAccountMail: ({ mailId }) => {
        handedOver.mails.push(mailId)
        return Promise.resolve()
      },
      runStaffCommand: async (args) => {
        handedOver.commands.push(args)
        return Promise.resolve(onCommand(args))
      },
    },
  }
}

/** Keeps what is logged. */
function createSink(): { lines: string[]; sink: Writable } {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  return { lines, sink }
}

function temporalIsDown(): StaffCommandResult {
  throw new AppError('unavailable', 'Temporal did not take the command.')
}

const stepCode = z.object({ code: z.string(), next: z.string().nullable().default(null) })

const viewWish = z.object({
  tenantId: z.custom<TenantId>(),
  personId: z.custom<PersonId>(),
  reason: z.string(),
})

const credentials = z.object({
  email: z.string(),
  password: z.string(),
  next: z.string().nullable().default(null),
})

const linkAnswer = z.discriminatedUnion('by', [
  z.object({ by: z.literal('password'), password: z.string() }),
  z.object({ by: z.literal('mail') }),
  z.object({ by: z.literal('proof'), proof: z.string() }),
])

const newcomer = z.object({
  newcomer: z.looseObject({ name: z.string(), password: z.string() }).nullable(),
})

/** The door, `POST /sign-out`, `GET /t/{slug}/home`, and `/admin`: what the pages do, without rendering. */
function plainPages(parts: ServerParts): RequestHandler {
  const router = express.Router()
  router.use('/admin', plainConsole(parts))
  router.use(plainDoor(parts), plainSignOn(parts))
  router.post('/sign-out', async (req, res) => {
    const { setCookie } = await createLoadContext(req, res, parts).get(sessionContext).signOut()
    res.setHeader('Set-Cookie', setCookie)
    res.redirect(303, '/sign-in')
  })
  router.post('/view-as/end', async (req, res) => {
    const { setCookie } = await createLoadContext(req, res, parts).get(sessionContext).view.end()
    res.setHeader('Set-Cookie', setCookie)
    res.redirect(303, '/admin/tenants')
  })
  router.get('/view-as/over', async (req, res) => {
    const view = await createLoadContext(req, res, parts).get(sessionContext).view.find()
    if ('setCookie' in view) res.setHeader('Set-Cookie', view.setCookie)
    res.json(view)
  })
  const invitations = (req: Request, res: Response) =>
    createLoadContext(req, res, parts).get(invitationContext)
  router.get('/invitation/:token', async (req, res) => {
    res.json(await invitations(req, res).find(req.params.token))
  })
  router.post('/invitation/:token', express.json(), async (req, res) => {
    const port = invitations(req, res)
    const outcome = await port.accept(req.params.token, newcomer.parse(req.body).newcomer)
    if (outcome.type === 'joined') res.setHeader('Set-Cookie', outcome.setCookie)
    res.json(outcome)
  })
  router.get('/t/:slug/home', async (req, res) => {
    const session = await createLoadContext(req, res, parts).get(apiContext).portal.session.get()
    res.type('html').send(`<title>${session.tenant.name}</title>`)
  })
  return router
}

/** `POST /sign-in/link`, and the page of a refusal. */
function plainSignOn(parts: ServerParts): RequestHandler {
  const router = express.Router()
  router.post('/sign-in/link', express.json(), async (req, res) => {
    const port = createLoadContext(req, res, parts).get(signOnContext)
    const result = await port.answerLink(linkAnswer.parse(req.body))
    if ('setCookie' in result) res.setHeader('Set-Cookie', result.setCookie)
    res.json({ type: result.type })
  })
  router.get(['/auth/sso/:id', '/auth/oidc/:id/callback', '/auth/saml/:id/acs'], (req, res) => {
    const { refusal } = createLoadContext(req, res, parts).get(signOnContext)
    res.status(refusal === null ? 404 : 403).json({ refusal })
  })
  return router
}

/** `POST /admin/sign-in`, `POST /admin/sign-out`, `GET /admin/session`; nothing at all where there is no console. */
function plainConsole(parts: ServerParts): RequestHandler {
  const router = express.Router()
  router.use((_req, res, next) => {
    if (parts.console) next()
    else res.status(404).end()
  })
  router.post('/sign-in', express.json(), async (req, res) => {
    const port = createLoadContext(req, res, parts).get(consoleContext)
    const outcome = await port?.session.signIn(credentials.parse(req.body))
    if (outcome?.type !== 'second_step') {
      res.status(outcome?.type === 'too_many_tries' ? 429 : 401).json(outcome)
      return
    }
    res.setHeader('Set-Cookie', outcome.setCookie)
    res.redirect(303, outcome.to)
  })
  router.get('/sign-in/step', async (req, res) => {
    const port = createLoadContext(req, res, parts).get(consoleContext)
    res.json(await port?.session.findStep())
  })
  router.post('/sign-in/step', express.json(), async (req, res) => {
    const port = createLoadContext(req, res, parts).get(consoleContext)
    const outcome = await port?.session.finishStep(stepCode.parse(req.body))
    if (outcome && 'setCookie' in outcome) res.setHeader('Set-Cookie', outcome.setCookie)
    res.status(outcome?.type === 'signed_in' ? 200 : 401).json(outcome)
  })
  router.post('/sign-out', async (req, res) => {
    const out = await createLoadContext(req, res, parts).get(consoleContext)?.session.signOut()
    res.setHeader('Set-Cookie', out?.setCookie ?? [])
    res.redirect(303, '/admin/sign-in')
  })
  router.post('/view-as', express.json(), async (req, res) => {
    const port = createLoadContext(req, res, parts).get(consoleContext)
    const started = await port?.api.viewAs.start(viewWish.parse(req.body))
    if (started?.type === 'started') res.setHeader('Set-Cookie', started.setCookie)
    res.status(started?.type === 'started' ? 200 : 400).json(started)
  })
  router.get('/session', async (req, res) => {
    const port = createLoadContext(req, res, parts).get(consoleContext)
    if (await port?.session.isSignedIn()) res.json(await port?.api.session.get())
    else res.status(401).end()
  })
  return router
}
