import { describe, expect, it } from 'vitest'
import { AppError } from '#workflows/contracts/errors.ts'
import { createLogger, type Logger } from './logger.ts'

function logged(write: (log: Logger) => void): { lines: string[]; text: string } {
  const written: string[] = []
  write(createLogger('test', 'info', { write: (line) => written.push(line) }))
  const text = written.join('')
  return { text, lines: text.split('\n').slice(0, -1) }
}

describe('the logger', () => {
  it('keeps secrets out, whatever field or text they hide in', () => {
    const { text } = logged((log) => {
      const child = log.child({ apiToken: 'planted-1' })
      child.info(
        { user: { password: 'planted-2', nested: [{ Cookie: 'planted-3' }] } },
        'signed in',
      )
      child.info({ headers: { authorization: 'Bearer planted-4' } }, 'sent Bearer planted-5 along')
      child.warn({ dsn: 'postgres://app:planted-6@db/x', secret: ['planted-7'] })
      child.warn('connecting to %s', 'postgres://app:planted-8@db/x')
      child.error(
        new AppError('config', 'whsec_cGxhbnRlZC05 is bad', { detail: { token: 'planted-10' } }),
      )
      child.error({
        err: new Error('outer', { cause: new Error('https://u:planted-11@x.example') }),
      })
    })
    expect(text).not.toMatch(/planted-\d|cGxhbnRlZC05/)
    expect(text).toContain('postgres://app:[redacted]@db/x')
  })

  it('writes one line per event, whatever the text contains', () => {
    const nasty = 'a\r\n{"level":"fatal"}\u001b[2J\u009b31m\u2028end'
    const { lines, text } = logged((log) => {
      log.info({ title: nasty, [nasty]: 1 }, nasty)
      log.error({ err: new Error(nasty) }, 'failed')
    })
    expect(lines).toHaveLength(2)
    // eslint's no-control-regex is right about literals, so the class is named.
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
    for (const line of lines) expect(line).not.toMatch(/\\n|\\r|\\u001b(?!\[)/)
  })

  it('keeps the code, detail and cause of our errors', () => {
    const { lines } = logged((log) => {
      const cause = new Error('socket hang up')
      log.error(new AppError('upstream_unavailable', 'Down.', { cause, detail: { status: 503 } }))
    })
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      name: 'test',
      msg: 'Down.',
      err: {
        type: 'AppError',
        code: 'upstream_unavailable',
        detail: { status: 503 },
        cause: { message: 'socket hang up' },
      },
    })
  })

  it('survives values that cannot be written as they are', () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    const { lines } = logged((log) => {
      log.info({ loop, big: 2n ** 64n, bytes: Buffer.from('x'), at: new Date(Number.NaN) }, 'odd')
    })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('"big":"18446744073709551616"')
  })

  it('finds secrets by their shape: links, files, sessions, cards, and what was said to somebody', () => {
    const token = 'planted-A'.padEnd(43, 'z')
    const { text } = logged((log) => {
      log.info({ path: `/invite/${token}` }, `https://x.example/reset?a=1&token=planted-1&b=2`)
      log.info('https://files.example/a?X-Amz-Credential=planted-2&X-Amz-Signature=planted-3')
      log.info({ reason: `cookie portside=${token}; session eyJhbGciOi.planted-4.planted-5` })
      log.info({ body: 'planted-6', html: 'planted-7', mailText: 'kept' })
      log.info('paid with 4111 1111 1111 1111, 5555-5555-5555-4444 and 378282246310005')
    })
    expect(text).not.toMatch(/planted-|4111|5555|378282/)
    expect(text).toContain('&b=2')
  })

  it('keeps numbers and ids that only look like secrets', () => {
    const id = '0192f0c4-1a2b-7c3d-8e4f-5a6b7c8d9e0f'
    const { text } = logged((log) => {
      log.info({ id, path: `/orders/${id}`, at: '1764115200000', count: 4111111111111111 }, '4242')
      log.info('order 4111111111111112 of version 6011')
    })
    for (const kept of [id, '1764115200000', '4111111111111112', '6011']) {
      expect(text).toContain(kept)
    }
  })

  it('bounds a line whose fields are a megabyte each, and keeps its id', () => {
    const long = 'x'.repeat(2 ** 20)
    const fields = Object.fromEntries(
      Array.from({ length: 90 }, (_, at) => [`f${String(at)}`, long]),
    )
    const { lines } = logged((log) => {
      log.info({ requestId: 'r-1', fields, list: Array.from({ length: 90 }, () => long) }, long)
      log.error({ requestId: 'r-2', err: new Error(long, { cause: new Error(long) }) }, 'failed')
    })
    expect(lines).toHaveLength(2)
    expect(lines.map((line) => line.length < 100_000)).toEqual([true, true])
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { requestId: 'r-1' },
      { requestId: 'r-2' },
    ])
  })

  it('writes nothing below its level', () => {
    expect(logged((log) => log.debug('quiet')).lines).toEqual([])
  })
})
