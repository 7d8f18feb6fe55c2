/** P14: production refuses weak secrets by name, without showing them. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { describeEnv } from '#integrations/kit/env.ts'
import { readWebEnv, webEnvSchema } from './env.ts'

const good = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://portal.example.com',
  DATABASE_URL: 'postgres://portside_app:Vq8mR2xZk4Lw7sNd@db:5432/portside',
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
}
const examples = Object.fromEntries(
  describeEnv(webEnvSchema).map(({ name, example }) => [name, example]),
)

describe('the environment of the web process', () => {
  it('is complete with four values', () => {
    const env = readWebEnv({}, good)
    expect(env.PUBLIC_URL.host).toBe('portal.example.com')
    expect(env.PORT).toBe(3000)
    expect(env.TRUSTED_PROXIES).toEqual([])
  })

  it('takes its port from the command line first, and its address from the port', () => {
    const own = { ...good, PUBLIC_URL: '', NODE_ENV: 'development', PORT: '4000' }
    const env = readWebEnv({ port: 4010 }, own)
    expect([env.PORT, env.PUBLIC_URL.href]).toEqual([4010, 'http://localhost:4010/'])
  })

  const key = (bytes: Buffer | string): string => `k1:${Buffer.from(bytes).toString('base64')}`
  it.each([
    ['DATABASE_URL', undefined],
    ['DATABASE_URL', 'postgres://portside_app@db/portside'],
    ['DATABASE_URL', 'postgres://portside_app:postgres@db/portside'],
    ['DATABASE_URL', 'postgres://portside_app:short1@db/portside'],
    ['DATABASE_URL', 'mysql://portside_app:Vq8mR2xZk4Lw7sNd@db/portside'],
    ['DATABASE_URL', examples['DATABASE_URL']],
    ['ENCRYPTION_KEYS', undefined],
    ['ENCRYPTION_KEYS', ''],
    ['ENCRYPTION_KEYS', key(Buffer.alloc(32))],
    ['ENCRYPTION_KEYS', key(Buffer.alloc(32, 'ab'))],
    ['ENCRYPTION_KEYS', key(randomBytes(16))],
    ['ENCRYPTION_KEYS', key('correct horse battery staple 32!')],
    ['ENCRYPTION_KEYS', `${good.ENCRYPTION_KEYS},k0:c2hvcnQ=`],
    ['ENCRYPTION_KEYS', examples['ENCRYPTION_KEYS']],
    ['PUBLIC_URL', undefined],
    ['PUBLIC_URL', 'http://portal.example.com'],
    ['PUBLIC_URL', 'ftp://localhost'],
  ])('names %s when production gets %j', (name, value) => {
    const start = () => readWebEnv({}, { ...good, [name]: value ?? undefined })
    expect(start).toThrow(new RegExp(`${name} (is not set|is wrong)`))
    const secret = (value ?? '').split(':').at(-1)?.split('@')[0] ?? ''
    // The example in the message is public; a value that is not the example is never repeated.
    if (secret.length > 8 && value !== examples[name]) {
      expect(start).not.toThrow(secret.replace(/[^\w]/g, '.'))
    }
  })

  it('accepts plain http on loopback, as the demo runs', () => {
    expect(() => readWebEnv({}, { ...good, PUBLIC_URL: 'http://localhost:3000' })).not.toThrow()
  })

  it('says what each variable means, with an example', () => {
    for (const { name, meaning, example } of describeEnv(webEnvSchema)) {
      expect([name, meaning.length > 5, example !== null]).toEqual([name, true, true])
    }
  })
})
