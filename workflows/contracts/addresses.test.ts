/** I06: whatever is pasted, one mailbox is one address, and nothing becomes a second header of a mail. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAddress, readAddresses } from './addresses.ts'

const emails = (text: string): string[] =>
  readAddresses(text).flatMap((read) => (read.type === 'address' ? [read.email] : []))
const problem = (text: string): string | null => {
  const read = readAddress(text)
  return read.type === 'problem' ? read.problem : null
}

describe('pasted addresses', () => {
  it('are found in lines, commas, semicolons and beside names', () => {
    const pasted = `Amara Osei <amara@northgate.example>, piet@northgate.example;
      "Brink, Dana" <Dana@Northgate.example>\r\nmailto:lee@northgate.example\tkim@a.example jo@a.example`
    expect(emails(pasted)).toEqual([
      'amara@northgate.example',
      'piet@northgate.example',
      'dana@northgate.example',
      'lee@northgate.example',
      'kim@a.example',
      'jo@a.example',
    ])
  })

  it('are normalised once: case, trailing dot and IDN fold, plus variants do not', () => {
    expect(emails('ADA@Example.COM, ada@example.com., ada+x@example.com')).toEqual([
      'ada@example.com',
      'ada+x@example.com',
    ])
    expect(
      emails('ada@B\u00fccher.example, ada@xn--bcher-kva.example, ada@bu\u0308cher.example'),
    ).toEqual(['ada@xn--bcher-kva.example'])
  })

  it.each([
    ['alice@x.example\r\nBcc: evil@x.example', 'control_characters'],
    ['alice@x.example\0', 'control_characters'],
    ['ali\u200bce@x.example', 'control_characters'],
    ['"a b"@x.example', 'quoted'],
    ['\u00e4da@x.example', 'foreign_letters'],
    [`${'a'.repeat(311)}@x.example`, 'too_long'],
    [`${'a'.repeat(65)}@x.example`, 'not_an_address'],
    ['a@b', 'not_an_address'],
    ['a@127.0.0.1', 'not_an_address'],
    ['a@x.example?bcc=b@y.example', 'not_an_address'],
    ['a..b@x.example', 'not_an_address'],
    ['Bcc: b@x.example', 'not_an_address'],
    ['@x.example', 'not_an_address'],
    ['nobody', 'not_an_address'],
  ])('refuses %j by name', (given, why) => {
    expect(problem(given)).toBe(why)
  })

  it('keeps what is no address apart from those that are', () => {
    expect(readAddresses('a@x.example\nBcc: b@x.example\nnobody')).toEqual([
      { type: 'address', email: 'a@x.example' },
      { type: 'problem', given: 'Bcc: b@x.example', problem: 'not_an_address' },
      { type: 'problem', given: 'nobody', problem: 'not_an_address' },
    ])
  })

  it('never yields an address with a character that a mail header could break at, and is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const email of emails(`${text}, a${text}@x${text}.example`)) {
          expect(email).toMatch(/^[!-~]+$/)
          expect(readAddress(email)).toEqual({ type: 'address', email })
        }
      }),
      { numRuns: 300 },
    )
  })
})
