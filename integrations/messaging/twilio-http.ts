/** Puts our HTTP under the Twilio library: another base if wanted, no retries, no agent of its own. */
import twilio from 'twilio'
import { AppError } from '#workflows/contracts/errors.ts'
import { retryAfterMs } from '../kit/http-errors.ts'
import type { FormAnswer, FormPost } from './form-post.ts'

type Request = Parameters<InstanceType<typeof twilio.RequestClient>['request']>[0]

export interface TwilioHttpOptions {
  post: FormPost
  /** May hold a path, which stays in front of every request. */
  baseUrl: string
}

/** Twilio took nothing, and says when it may; the library's own error forgets that. */
export class SlowDown extends Error {
  override readonly name = 'SlowDown'
  /** What Twilio answered. */
  readonly text: string
  /** Milliseconds; null: it does not say. */
  readonly waitMs: number | null

  constructor(answer: FormAnswer) {
    super('Twilio asks us to slow down.')
    this.text = answer.text
    this.waitMs = retryAfterMs(answer.headers.get('retry-after'))
  }
}

export class TwilioHttp extends twilio.RequestClient {
  readonly #options: TwilioHttpOptions

  constructor(options: TwilioHttpOptions) {
    super()
    this.#options = options
  }

  /** The library checks the status itself and reads `body` as JSON. */
  override async request<T>(request: Request) {
    const { uri, username = '', password = '', method } = request
    if (method !== 'post' && method !== 'get') {
      throw new AppError('internal', 'This Twilio client only sends and lists.')
    }
    const { post, baseUrl } = this.#options
    const url = new URL(baseUrl)
    url.pathname = url.pathname.replace(/\/+$/, '') + new URL(uri).pathname
    const basic = Buffer.from(`${username}:${password}`).toString('base64')
    const form = method === 'post' ? formOf(request.data) : null
    if (form === null) url.search = formOf(request.params).toString()
    const answer = await post({ url, authorization: `Basic ${basic}`, form })
    if (answer.status === 429) throw new SlowDown(answer)
    const headers = Object.fromEntries(answer.headers)
    return { statusCode: answer.status, body: bodyOf<T>(answer.text), headers }
  }
}

/** The library parses the text of an answer itself; its types call the text what it will become. */
const bodyOf = <T>(text: string): T => text as T

function formOf(data: unknown): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(Object(data) as Record<string, unknown>)) {
    for (const each of [value].flat()) form.append(name, String(each))
  }
  return form
}
