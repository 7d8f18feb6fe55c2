import { describe, expect, test } from 'vitest'
import { DEFAULT_LANGUAGE, languageFor, translator } from './languages.ts'
import './pages/sign-in.ts'

const text = translator(DEFAULT_LANGUAGE)

describe('the language catalogue', () => {
  test('chooses the plural by count and fills in the values', () => {
    expect(text('common.daysLate', { count: 1, number: '1' })).toBe('1 day late')
    expect(text('common.daysLate', { count: 3, number: '3' })).toBe('3 days late')
  })

  test('shows values as they are: escaping is the work of React', () => {
    expect(text('signIn.to', { tenant: '<Ost & Söhne>' })).toBe('Sign in to <Ost & Söhne>')
  })

  test('does not look up placeholders inside a value', () => {
    expect(text('signIn.to', { tenant: '$t(common.close) {{x}}' })).toContain('$t(common.close)')
  })

  test('serves a locale without a catalogue in English', () => {
    expect(languageFor('xx-YY')).toBe('en')
    expect(languageFor('en-GB')).toBe('en')
  })
})
