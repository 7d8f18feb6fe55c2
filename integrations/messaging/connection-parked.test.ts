import { describe, expect, it } from 'vitest'
import { connectionParked } from './connection-parked.ts'
import { loadTemplate } from './template.ts'

const facts = {
  connection: 'Halden CRM',
  source: 'hubspot',
  reason: 'HubSpot refused our credentials.',
  parkedAt: new Date('2026-11-23T10:04:05Z'),
  consoleUrl: 'https://portal.example/admin/connections/1',
} as const

describe('the alert about a parked connection', () => {
  it('says which one, why, since when and where to repair it', () => {
    const { subject, text } = connectionParked(facts)
    expect(subject).toBe('Halden CRM is parked: HubSpot refused our credentials.')
    expect(text).toContain(
      'The connection "Halden CRM" (HubSpot) has been parked since 2026-11-23 10:04 UTC.',
    )
    expect(text).toContain('\n\nhttps://portal.example/admin/connections/1\n\n')
    expect(text).not.toMatch(/\{\{|\}\}/)
  })

  it('takes every value as words, not as lines, places or commands', () => {
    const connection = 'A\r\nBcc: x@y.example {{consoleUrl}} $& $1'
    const { subject, text } = connectionParked({ ...facts, connection })
    expect(subject).toMatch(/^A Bcc: x@y\.example \{\{consoleUrl\}\} \$& \$1 is parked/)
    expect(text.split('\n')).toHaveLength(connectionParked(facts).text.split('\n').length)
  })
})

it('a template that uses what nobody gives is found when it is loaded', () => {
  expect(() => loadTemplate('connection-parked.txt', ['connection'])).toThrow(/reason/)
  expect(() => loadTemplate('nothing.txt', [])).toThrow(/cannot be read/)
})
