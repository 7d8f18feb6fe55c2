import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import { describeEnv, parseEnv } from './env.ts'

const schema = z.object({
  PORT: z.coerce
    .number()
    .int()
    .default(3000)
    .meta({ description: 'Port to listen on', example: '3000' }),
  DATABASE_URL: z
    .url()
    .meta({ description: 'Where PostgreSQL is', example: 'postgres://app@db/portside' }),
  ENCRYPTION_KEYS: z
    .string()
    .min(20)
    .meta({ description: 'Keys, newest first', example: 'k1:base64' }),
  SMTP_URL: z.url().meta({ description: 'Mail server', example: 'smtp://localhost' }).optional(),
})

function faultOf(env: Record<string, string>): AppError {
  try {
    parseEnv(schema, env)
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error('It was accepted.')
}

describe('parseEnv', () => {
  it('returns the parsed values and leaves out what it does not know', () => {
    const keys = 'k1:0123456789012345678901234567'
    const env = parseEnv(schema, {
      DATABASE_URL: 'postgres://db/x',
      ENCRYPTION_KEYS: keys,
      HOME: '/root',
    })
    expect(env).toEqual({ PORT: 3000, DATABASE_URL: 'postgres://db/x', ENCRYPTION_KEYS: keys })
  })

  it('names every fault at once, with meaning and example', () => {
    const fault = faultOf({ PORT: 'many', ENCRYPTION_KEYS: '' })
    expect(fault.code).toBe('config')
    expect(fault.detail).toEqual({ variables: ['PORT', 'DATABASE_URL', 'ENCRYPTION_KEYS'] })
    expect(fault.message).toContain('PORT is wrong')
    expect(fault.message).toContain(
      'DATABASE_URL is not set. Where PostgreSQL is. Example: DATABASE_URL=postgres://app@db/portside',
    )
    expect(fault.message).toContain('ENCRYPTION_KEYS is not set')
  })

  it('never prints a value', () => {
    const fault = faultOf({
      PORT: 'p0rt-s3cret',
      DATABASE_URL: 'not a url',
      ENCRYPTION_KEYS: 'hunter2',
    })
    expect(fault.message).not.toMatch(/p0rt-s3cret|not a url|hunter2/)
  })

  it('tells documentation what each variable means and whether it must be set', () => {
    expect(describeEnv(schema)).toEqual([
      { name: 'PORT', meaning: 'Port to listen on', example: '3000', required: false },
      {
        name: 'DATABASE_URL',
        meaning: 'Where PostgreSQL is',
        example: 'postgres://app@db/portside',
        required: true,
      },
      {
        name: 'ENCRYPTION_KEYS',
        meaning: 'Keys, newest first',
        example: 'k1:base64',
        required: true,
      },
      { name: 'SMTP_URL', meaning: 'Mail server', example: 'smtp://localhost', required: false },
    ])
  })
})
