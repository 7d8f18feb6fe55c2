import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMailAddress, oneLine, parseMailbox, requireMessageId } from './mail-text.ts'

describe('a mail address', () => {
  it.each(['a@b.example', 'jörg+x@b.example', "o'neill@b.example"])('may be %s', (address) => {
    expect(isMailAddress(address)).toBe(true)
  })

  it.each([
    '',
    'a',
    'a@',
    '@b.example',
    'a@b.example,c@d.example',
    'a@b.example;c@d.example',
    'a@b.example\r\nBcc: c@d.example',
    'a@b.example\n',
    'Ann <a@b.example>',
    '"a b"@b.example',
    'a@b@c.example',
    'a(comment)@b.example',
    `${'a'.repeat(65)}@b.example`,
  ])('is never %j', (text) => {
    expect(isMailAddress(text)).toBe(false)
  })
})

describe('a header line', () => {
  it('is one line whatever it is made of, and keeps its words', () => {
    expect(oneLine('Invoice\r\nBcc: x@y.example\u2028now\u0000')).toBe(
      'Invoice Bcc: x@y.example now',
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(oneLine(text)).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
      }),
    )
  })
})

describe('the sender', () => {
  it.each([
    ['Halden Steam <portal@halden.example>', 'Halden Steam', 'portal@halden.example'],
    ['"Halden, Steam" <portal@halden.example>', 'Halden, Steam', 'portal@halden.example'],
    ['portal@halden.example', '', 'portal@halden.example'],
  ])('%s is read', (text, name, address) => {
    expect(parseMailbox(text)).toEqual({ name, address })
  })

  it('of another form stops the process at its start', () => {
    expect(() => parseMailbox('Halden Steam')).toThrow(/address/)
  })
})

it.each(['<a@b>', '<parked.01-x@portal.example>'])('%s is a Message-ID', (id) => {
  expect(requireMessageId(id)).toBe(id)
})

it.each(['a@b', '<a b@c>', '<a@b>\r\nX: y', '<a@b>\n', '<>'])('%j is none', (id) => {
  expect(() => requireMessageId(id)).toThrow(/Message-ID/)
})
