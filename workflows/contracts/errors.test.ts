import { describe, expect, it } from 'vitest'
import { AppError, asAppError, ERROR_CODES } from './errors.ts'

describe('AppError', () => {
  it('says by its code whether trying again can help', () => {
    expect(new AppError('upstream_unavailable', 'x').retryable).toBe(true)
    expect(new AppError('upstream_refused', 'x').retryable).toBe(false)
  })

  it('keeps the table small enough to be learnt', () => {
    expect(Object.keys(ERROR_CODES).length).toBeLessThanOrEqual(15)
  })
})

describe('asAppError', () => {
  it('hands on our own errors and hides the words of foreign ones behind `internal`', () => {
    const own = new AppError('conflict', 'taken')
    expect(asAppError(own)).toBe(own)
    const foreign = asAppError(new Error('relation "people" does not exist'))
    expect(foreign.code).toBe('internal')
    expect(foreign.message).not.toContain('people')
    expect(foreign.cause).toBeInstanceOf(Error)
  })
})
