import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type StartedMessaging, startMessaging } from '../sandbox/messaging/testing/start.ts'
import { createFormPost } from './form-post.ts'
import { createSmsSender, type SmsOptions } from './sms.ts'

const TO = '+4915112345678'

let sandbox: StartedMessaging
beforeAll(async () => {
  sandbox = await startMessaging()
})
afterEach(() => sandbox.forget())
afterAll(() => sandbox.close())

const senderWith = (changes: Partial<SmsOptions> = {}) =>
  createSmsSender({
    ...sandbox.twilio,
    from: '+4930555010',
    baseUrl: `${sandbox.url}/twilio/`,
    post: createFormPost({ timeoutMs: 10_000 }),
    ...changes,
  })

const send = (changes: Partial<SmsOptions> = {}, to = TO) =>
  senderWith(changes).send({ to, text: 'Halden CRM is parked & waits – 100 %' })

describe('an SMS', () => {
  it('arrives as it was written, through the real library and a base with a path', async () => {
    const result = await send()
    expect(result).toEqual({
      outcome: 'sent',
      providerId: expect.stringMatching(/^SM\w{32}$/) as string,
    })
    expect(await sandbox.sent('?channel=sms')).toMatchObject([
      { to: [TO], text: 'Halden CRM is parked & waits – 100 %', from: '+4930555010' },
    ])
  })

  it('is cut at what Twilio takes', async () => {
    await senderWith().send({ to: TO, text: 'x'.repeat(2_000) })
    expect((await sandbox.sent())[0]?.text).toHaveLength(1_600)
  })

  it.each(['+4915100000000', '0151 2345', '', '+4915112345678\r\nTo=x'])(
    'to %j is refused for good',
    async (to) => {
      expect(await send({}, to)).toMatchObject({ outcome: 'refused', retryable: false })
      expect(await sandbox.sent()).toEqual([])
    },
  )

  it('says with which code Twilio refused it', async () => {
    expect(await send({}, '+4915100000000')).toMatchObject({ code: '21610' })
    expect(await send({ authToken: 'wrong' })).toMatchObject({
      outcome: 'refused',
      code: '20003',
      retryable: false,
    })
  })
})

describe('an SMS in trouble', () => {
  it('is not taken when Twilio asks to slow down, and nobody retries behind our back', async () => {
    const slow = { outcome: 'refused', retryable: true, code: '20429' }
    sandbox.fault('POST /twilio/messages', { status: 429, retryAfter: 3 })
    expect(await send()).toMatchObject({ ...slow, retryAfterMs: 3_000 })
    sandbox.fault('POST /twilio/messages', { status: 429 })
    expect(await send()).not.toHaveProperty('retryAfterMs')
    expect(await sandbox.sent()).toEqual([])
  })

  it.each([
    ['Twilio fails', { status: 503 }],
    ['the connection is cut', { effect: 'drop' }],
    ['the answer takes too long', { latencyMs: 600 }],
    ['Twilio takes it and never answers', { effect: 'execute_then_timeout' }],
  ] as const)('is undecided when %s', async (_how, rule) => {
    sandbox.fault('POST /twilio/messages', rule)
    const post = createFormPost({ timeoutMs: 300 })
    expect(await send({ post })).toMatchObject({ outcome: 'unknown' })
  })

  it('was certainly not sent when nobody listens', async () => {
    const gone = await startMessaging()
    await gone.close()
    const result = await send({ baseUrl: gone.url })
    expect(result).toMatchObject({ outcome: 'refused', retryable: true, code: null })
  })

  it('is undecided when the answer is no answer', async () => {
    const saying = (status: number, text: string) => () =>
      Promise.resolve({ status, text, headers: new Headers() })
    for (const text of ['', '<html>', '{}', '[1]', 'null']) {
      expect(await send({ post: saying(201, text) })).toMatchObject({ outcome: 'unknown' })
    }
    expect(await send({ post: saying(302, '') })).toMatchObject({ outcome: 'refused' })
  })
})

describe('what Twilio has taken', () => {
  it('is found by its mark, by whoever sent it from the same number', async () => {
    const sid = await sent('Halden CRM is parked #one')
    await sent('Halden CRM is parked #two')
    const find = (mark: string) => senderWith().find({ to: TO, mark })
    expect(await find('#one')).toEqual({ sid })
    expect(await find('#three')).toEqual({ sid: null })
    expect(await senderWith({ from: '+4930555011' }).find({ to: TO, mark: '#one' })).toEqual({
      sid: null,
    })
  })

  it('is unknown where Twilio does not tell', async () => {
    const answer = await senderWith({ authToken: 'wrong' }).find({ to: TO, mark: '#one' })
    expect(answer).toEqual({ reason: expect.stringContaining('could not be asked') as string })
  })
})

async function sent(text: string): Promise<string | null> {
  const result = await senderWith().send({ to: TO, text })
  return result.outcome === 'sent' ? result.providerId : null
}

it('an account that is none, or a base that is no URL, stops the process at its start', () => {
  expect(() => senderWith({ accountSid: 'me' })).toThrow(/TWILIO_ACCOUNT_SID/)
  expect(() => senderWith({ baseUrl: 'twilio' })).toThrow(/TWILIO_API_BASE/)
})
