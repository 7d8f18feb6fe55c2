/**
 * The web process as tests run it: the real composition on a port of its own, with Temporal's pokes written down
 * and, in place of the page build, three plain addresses that reach the same door as the pages do.
 */
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import express, { type RequestHandler } from 'express'
import { z } from 'zod'
import { createLogger } from '#integrations/kit/logger.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { StaffCommandArgs, StaffCommandResult } from '#workflows/contracts/console.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { apiContext, consoleContext, sessionContext, signOnContext } from '../load-context.ts'
import { createApp } from '../server/app.ts'
import { createServices, type ServerParts, type WebDepsOptions } from '../server/deps.ts'
import { createHttpServer, shutDown, wellFormedOnly } from '../server/http-server.ts'
import { createLoadContext } from '../server/load-context.ts'

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
}

export async function startWeb(options: StartWebOptions): Promise<RunningWeb> {
  const server = createHttpServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const pokes: DrainLane[] = []
  const mails: string[] = []
  const commands: StaffCommandArgs[] = []
  const { onCommand = temporalIsDown, ...given } = options
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
    gateway: {
      pokeDrain: (lane) => {
        pokes.push(lane)
      },
      isUp: () => Promise.resolve(true),
      startAccountMail: ({ mailId }) => {
        mails.push(mailId)
        return Promise.resolve()
      },
      runStaffCommand: async (args) => {
        commands.push(args)
        return Promise.resolve(onCommand(args))
      },
    },
    log: createLogger('web', 'debug', sink),
  })
  server.on(
    'request',
    wellFormedOnly(createApp({ ...parts, assets: null, pages: plainPages(parts) })),
  )
  return {
    url,
    parts,
    pokes,
    mails,
    commands,
    log: () => lines.join(''),
    close: () => shutDown(server, close),
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

/** `POST /sign-in`, `POST /sign-out`, `GET /t/{slug}/home`, and `/admin`: what the pages do, without rendering. */
function plainPages(parts: ServerParts): RequestHandler {
  const router = express.Router()
  router.use('/admin', plainConsole(parts))
  router.post('/sign-in', express.json(), async (req, res) => {
    const port = createLoadContext(req, res, parts).get(sessionContext)
    const outcome = await port.signIn(credentials.parse(req.body))
    if (outcome.type !== 'signed_in') {
      res.status(outcome.type === 'refused' ? 401 : 429).json(outcome)
      return
    }
    res.setHeader('Set-Cookie', outcome.setCookie)
    res.redirect(303, outcome.to)
  })
  router.post('/sign-in/link', express.json(), async (req, res) => {
    const port = createLoadContext(req, res, parts).get(signOnContext)
    const result = await port.answerLink(linkAnswer.parse(req.body))
    if (result.type === 'linked') res.setHeader('Set-Cookie', result.setCookie)
    res.json({ type: result.type })
  })
  router.post('/sign-out', async (req, res) => {
    const { setCookie } = await createLoadContext(req, res, parts).get(sessionContext).signOut()
    res.setHeader('Set-Cookie', setCookie)
    res.redirect(303, '/sign-in')
  })
  router.get('/sign-in/refused', (_req, res) => {
    res.status(403).end()
  })
  router.get('/t/:slug/home', async (req, res) => {
    const session = await createLoadContext(req, res, parts).get(apiContext).portal.session.get()
    res.type('html').send(`<title>${session.tenant.name}</title>`)
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
    if (outcome?.type !== 'signed_in') {
      res.status(outcome?.type === 'too_many_tries' ? 429 : 401).json(outcome)
      return
    }
    res.setHeader('Set-Cookie', outcome.setCookie)
    res.redirect(303, outcome.to)
  })
  router.post('/sign-out', async (req, res) => {
    const out = await createLoadContext(req, res, parts).get(consoleContext)?.session.signOut()
    res.setHeader('Set-Cookie', out?.setCookie ?? [])
    res.redirect(303, '/admin/sign-in')
  })
  router.get('/session', async (req, res) => {
    const port = createLoadContext(req, res, parts).get(consoleContext)
    if (await port?.session.isSignedIn()) res.json(await port?.api.session.get())
    else res.status(401).end()
  })
  return router
}
