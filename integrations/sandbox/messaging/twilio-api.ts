/** Twilio's messages API: basic authentication, form bodies, its error codes; SMS end in the outbox, and are listed from it. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Request, type Response, Router, urlencoded } from 'express'
import { z } from 'zod'
import type { FaultRule } from '../faults.ts'
import type { Outbox } from './outbox.ts'

export interface TwilioApiDeps {
  outbox: Outbox
  accountSid: string
  authToken: string
  /** The rule that hits a message, counted down. */
  fault: () => FaultRule | null
  changed: () => void
}

const form = z.object({ To: z.string(), From: z.string().min(1), Body: z.string().min(1) })
const E164 = /^\+[1-9]\d{6,14}$/
/** Whoever has answered STOP: every number that ends in these digits. */
const STOPPED = '0000'
const SEGMENT = 160

const hashed = (text: string): Buffer => createHash('sha256').update(text).digest()

interface Failure {
  status: number
  code: number
  message: string
}

const failed = (response: Response, { status, code, message }: Failure): void => {
  const info = `https://www.twilio.com/docs/errors/${String(code)}`
  response.status(status).json({ code, message, more_info: info, status })
}

/** The first thing Twilio would find wrong with a message. */
function faultOf(body: unknown): Failure | null {
  const parsed = form.safeParse(body)
  const lacking = parsed.error?.issues[0]?.path[0]
  const refuse = (code: number, message: string): Failure => ({ status: 400, code, message })
  if (lacking === 'To') return refuse(21604, "A 'To' phone number is required.")
  if (lacking === 'From') return refuse(21603, "A 'From' phone number is required.")
  if (lacking === 'Body') return refuse(21602, 'Message body is required.')
  const to = parsed.data?.To ?? ''
  if (!E164.test(to)) return refuse(21211, "Invalid 'To' Phone Number")
  if (to.endsWith(STOPPED)) return refuse(21610, 'Attempt to send to unsubscribed recipient')
  return null
}

type Handle = (request: Request, response: Response, deps: TwilioApiDeps) => Promise<void>

/** Every route there is, as Twilio's description words them; the conformance check walks this list. */
export const TWILIO_ROUTES: readonly { method: 'GET' | 'POST'; path: string; handle: Handle }[] = [
  { method: 'POST', path: '/2010-04-01/Accounts/{AccountSid}/Messages.json', handle: create },
  { method: 'GET', path: '/2010-04-01/Accounts/{AccountSid}/Messages.json', handle: list },
]

const expressPath = (path: string): string => path.replace('{AccountSid}', ':sid')

export function createTwilioApi(deps: TwilioApiDeps): Router {
  const router = Router()
  const basic = Buffer.from(`${deps.accountSid}:${deps.authToken}`).toString('base64')
  const expected = hashed(`Basic ${basic}`)
  router.use((request, response, next) => {
    if (timingSafeEqual(hashed(request.get('authorization') ?? ''), expected)) next()
    else failed(response, { status: 401, code: 20003, message: 'Authenticate' })
  })
  router.use(urlencoded({ extended: false, limit: '64kb' }))
  for (const { method, path, handle } of TWILIO_ROUTES) {
    const verb = method === 'GET' ? 'get' : 'post'
    router[verb](expressPath(path), (request, response) => handle(request, response, deps))
  }
  router.use((_request, response) => {
    const message = 'The requested resource was not found'
    failed(response, { status: 404, code: 20404, message })
  })
  return router
}

async function create(request: Request, response: Response, deps: TwilioApiDeps): Promise<void> {
  const rule = deps.fault()
  if (rule?.latencyMs) await sleep(rule.latencyMs)
  if (rule?.effect === 'drop') {
    request.socket.destroy()
    return
  }
  if (rule?.status !== undefined) {
    const code = rule.status === 429 ? 20429 : 20500
    if (rule.retryAfter !== undefined) response.set('retry-after', String(rule.retryAfter))
    failed(response, { status: rule.status, code, message: 'A fault switch is on.' })
    return
  }
  if (request.params['sid'] !== deps.accountSid) {
    failed(response, { status: 404, code: 20404, message: 'The account was not found' })
    return
  }
  const body: unknown = request.body
  const fault = faultOf(body)
  if (fault) {
    failed(response, fault)
    return
  }
  const { To, From, Body } = form.parse(body)
  const sid = `SM${randomBytes(16).toString('hex')}`
  const { at } = deps.outbox.add({ channel: 'sms', sid, from: From, to: [To], text: Body })
  deps.changed()
  if (rule?.effect === 'execute_then_timeout') return
  const { accountSid } = deps
  response.status(201).json(messageOf({ sid, accountSid, at: new Date(at), To, From, Body }))
}

const filter = z.object({
  To: z.string().optional(),
  From: z.string().optional(),
  PageSize: z.coerce.number().int().min(1).max(1_000).default(50),
})

/** Newest first and one page, which is all that anybody asks for. */
function list(request: Request, response: Response, deps: TwilioApiDeps): Promise<void> {
  const { To, From, PageSize } = filter.parse(request.query)
  const { accountSid } = deps
  const messages = deps.outbox
    .list({ channel: 'sms', to: To, limit: PageSize })
    .flatMap((item) => (item.channel === 'sms' && (From ?? item.from) === item.from ? [item] : []))
    .map(({ sid, at, from, to: [to = ''], text }) =>
      messageOf({ sid, accountSid, at: new Date(at), To: to, From: from, Body: text }),
    )
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages.json?PageSize=${String(PageSize)}&Page=0`
  response.json({
    ...{ end: Math.max(0, messages.length - 1), start: 0, page: 0, page_size: PageSize },
    ...{ uri, first_page_uri: uri, next_page_uri: null, previous_page_uri: null },
    messages,
  })
  return Promise.resolve()
}

interface SentMessage {
  sid: string
  accountSid: string
  at: Date
  To: string
  From: string
  Body: string
}

function messageOf({ sid, accountSid, at, To, From, Body }: SentMessage): object {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`
  const date = at.toUTCString().replace('GMT', '+0000')
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: Body,
    date_created: date,
    date_sent: null,
    date_updated: date,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: From,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: String(Math.ceil(Body.length / SEGMENT)),
    price: null,
    price_unit: 'USD',
    sid,
    status: 'queued',
    subresource_uris: { media: `${uri}/Media.json` },
    to: To,
    uri: `${uri}.json`,
  }
}
