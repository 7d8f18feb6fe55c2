import { describe, expect, it } from 'vitest'
import { toCompany, toContact, toDeletion } from './map.ts'
import { wireCompany, wireContact } from './schema.ts'

const updatedAt = new Date('2026-11-21T10:00:00.123Z')
const AT = updatedAt.getTime()

const company = (properties: Record<string, string | null>) =>
  toCompany(wireCompany.parse({ id: '7', updatedAt, properties }), 0)
const contact = (properties: Record<string, string | null>, atLeast = 0) =>
  toContact(wireContact.parse({ id: '5', updatedAt, properties }), { company: '7', atLeast })

describe('a company', () => {
  it('is mapped whole, its own id being what links resolve', () => {
    const properties = {
      name: ' Vellmar Dairy ',
      domain: 'vellmar.example',
      phone: '+49 561 555 0100',
      industry: 'DAIRY',
      address: 'Mühlenweg 3',
      address2: 'Tor 2',
      zip: '34246',
      city: 'Vellmar',
      state: 'Hessen',
      country: 'Germany',
    }
    expect(company(properties)).toEqual({
      externalId: '7',
      version: AT,
      externalCustomerId: '7',
      name: 'Vellmar Dairy',
      domain: 'vellmar.example',
      phone: '+49 561 555 0100',
      industry: 'Dairy',
      address: {
        street: 'Mühlenweg 3, Tor 2',
        postalCode: '34246',
        city: 'Vellmar',
        region: 'Hessen',
        country: 'Germany',
      },
      changedAt: '2026-11-21T10:00:00.123Z',
    })
  })

  it('may lack everything, as null or not at all', () => {
    expect(company({ name: null, city: '  ' })).toMatchObject({
      name: 'Unnamed company',
      domain: null,
      address: { street: null, city: null },
    })
    expect(company({ domain: 'x.example' }).name).toBe('x.example')
  })

  it.each([
    ['HOSPITAL_HEALTH_CARE', 'Hospital health care'],
    ['Steam & heat', 'Steam & heat'],
    ['', null],
  ])('has the industry %j spoken as %j', (industry, spoken) => {
    expect(company({ industry }).industry).toBe(spoken)
  })
})

describe('a contact', () => {
  it('belongs to its primary company', () => {
    const properties = { firstname: 'Ines', lastname: 'Keller', email: 'ines@vellmar.example' }
    expect(contact({ ...properties, jobtitle: 'Purchasing', mobilephone: '+49 1' })).toEqual({
      externalId: '5',
      version: AT,
      externalCustomerId: '7',
      name: 'Ines Keller',
      email: 'ines@vellmar.example',
      phone: '+49 1',
      jobTitle: 'Purchasing',
      changedAt: '2026-11-21T10:00:00.123Z',
    })
  })

  it('is called by what there is', () => {
    expect(contact({ lastname: 'Keller' }).name).toBe('Keller')
    expect(contact({ email: 'a@b.example' }).name).toBe('a@b.example')
    expect(contact({}).name).toBe('Unnamed contact')
  })

  it('is never older than the event that made us ask: associations do not touch its stamp', () => {
    expect(contact({}, AT + 5).version).toBe(AT + 5)
    expect(contact({}, AT - 5).version).toBe(AT)
    expect(contact({}, AT + 5).changedAt).toBe('2026-11-21T10:00:00.123Z')
  })
})

describe('what lies in the bin', () => {
  it('is gone since it was put there, and whose it was is known of companies only', () => {
    const archivedAt = new Date(AT + 9)
    expect(toDeletion('company', { id: '7', updatedAt, archivedAt }, 0)).toEqual({
      kind: 'company',
      type: 'delete',
      externalId: '7',
      version: AT + 9,
      externalCustomerId: '7',
      changedAt: '2026-11-21T10:00:00.132Z',
    })
    expect(toDeletion('contact', { id: '5', updatedAt }, 0)).toMatchObject({
      version: AT,
      externalCustomerId: null,
    })
  })
})

it.each([
  ['a NUL', { name: 'a\u0000b' }],
  ['half of a pair', { name: '\ud83d' }],
])('text with %s fits no column and is a fault with its place', (_what, properties) => {
  const result = wireCompany.safeParse({ id: '7', updatedAt, properties })
  expect(result.error?.issues[0]?.path).toEqual(['properties', 'name'])
})
