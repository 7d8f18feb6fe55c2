/** Planted secrets and people in the payloads of every source: none may be left, and everything else must be. */
import { describe, expect, it } from 'vitest'
import { maskBody, MAX_SHOWN } from './mask-body.ts'

const PLANTED = [
  'Amara',
  'Osei',
  'amara@northgate.example',
  '+31 20 555 0147',
  'Keizersgracht',
  '1015 CJ',
  'Amsterdam',
  'whsec_c2VjcmV0',
  'sk_live_51Habc',
  'tok_visa',
  'NL91 ABNA 0417 1643 00',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig',
  '1984-04-12',
]

const ORDER = {
  type: 'order.updated',
  data: {
    id: 'ord_1842',
    version: 7,
    number: 'A-100',
    title: 'Pressure valves',
    status: 'shipped',
    currency: 'EUR',
    total: 1_234_500,
    customer: { id: 'C-1001', name: 'Amara Osei' },
    placed_by: 'amara@northgate.example',
    placed_at: '2026-11-01T08:00:00Z',
    lines: [{ article: 'V-12', quantity: 4, amount: 250 }],
    history: [{ kind: 'note', note: 'Call Amara on +31 20 555 0147' }],
    deleted_at: null,
  },
}

const INVOICE = {
  id: 'evt_1',
  api_version: '2026-08-26.dahlia',
  data: {
    object: {
      id: 'in_1',
      object: 'invoice',
      amount_due: 59_000,
      customer: 'cus_1',
      customer_name: 'Amara Osei',
      customer_email: 'amara@northgate.example',
      customer_phone: '+31 20 555 0147',
      customer_address: { line1: 'Keizersgracht 12', city: 'Amsterdam', country: 'NL' },
      customer_tax_ids: [{ type: 'eu_vat', value: 'NL91 ABNA 0417 1643 00' }],
      hosted_invoice_url: 'https://invoice.example.test/i/acct_1/tok_visa',
      paid: true,
      description: 'Boiler inspection',
    },
  },
}

const CRM = [
  {
    subscriptionType: 'contact.propertyChange',
    objectId: 17,
    propertyName: 'firstname',
    propertyValue: 'Amara',
  },
  { propertyName: 'email', propertyValue: 'amara@northgate.example', portalId: 4_242 },
  { propertyName: 'lifecyclestage', propertyValue: 'customer' },
]

const SECRETS = {
  Authorization: 'Bearer sk_live_51Habc',
  api_key: 'sk_live_51Habc',
  nested: {
    clientSecret: ['tok_visa'],
    webhookSecret: 'whsec_c2VjcmV0',
    note: 'see sk_live_51Habc',
  },
  text: 'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig and whsec_c2VjcmV0',
  date_of_birth: '1984-04-12',
  'amara@northgate.example': 'a person as a key',
  contact: {
    first_name: 'Amara',
    lastName: 'Osei',
    address: { zip: '1015 CJ', anything: 'Keizersgracht' },
  },
}

const expectClean = (text: string) => {
  for (const secret of PLANTED) expect(text).not.toContain(secret)
}

describe('a masked body', () => {
  it.each([
    ['an order', ORDER],
    ['an invoice', INVOICE],
    ['changes of a CRM', CRM],
    ['secrets', SECRETS],
  ])('of %s holds nothing that was planted', (_, payload) => {
    const { text, isJson } = maskBody(JSON.stringify(payload))
    expectClean(text)
    expect(isJson).toBe(true)
  })

  it('keeps structure, ids, amounts, times and words of the trade', () => {
    const shown = JSON.parse(maskBody(JSON.stringify(ORDER)).text) as typeof ORDER
    expect(shown).toEqual({
      type: 'order.updated',
      data: {
        ...ORDER.data,
        customer: { id: 'C-1001', name: '••• name' },
        placed_by: '••• name',
        history: [{ kind: 'note', note: '••• text' }],
      },
    })
  })

  it('says of an invoice what is needed to find it, and masks who it is for', () => {
    const { text } = maskBody(JSON.stringify(INVOICE))
    const { data } = JSON.parse(text) as typeof INVOICE
    expect(data.object).toMatchObject({
      id: 'in_1',
      amount_due: 59_000,
      customer: 'cus_1',
      paid: true,
      description: 'Boiler inspection',
      customer_address: { line1: '••• address', city: '••• address', country: 'NL' },
      hosted_invoice_url: 'https://invoice.example.test/•••',
    })
  })

  it('masks a changed property by the name beside it', () => {
    const shown = JSON.parse(maskBody(JSON.stringify(CRM)).text) as Record<string, unknown>[]
    expect(shown.map(({ propertyName, propertyValue }) => [propertyName, propertyValue])).toEqual([
      ['firstname', '••• name'],
      ['email', '••• e-mail'],
      ['lifecyclestage', 'customer'],
    ])
  })

  it('keeps numbers that are too long for a double digit by digit', () => {
    expect(maskBody('{"id":12345678901234567890,"n":1.5}').text).toContain('12345678901234567890')
  })

  it.each([
    [
      'cut-off JSON',
      '{"id":"ord_1","customer":{"name":"Amara Osei","email":"amara@northgate.example',
    ],
    ['a form', 'id=7&email=amara%40northgate.example&first_name=Amara&token=tok_visa'],
    ['plain text', 'Amount due by amara@northgate.example, call +31 20 555 0147'],
  ])('masks %s as well as it can be read', (_, body) => {
    const { text, isJson } = maskBody(body)
    expect(isJson).toBe(false)
    for (const secret of ['amara@', 'amara%40', 'Osei', '555 0147', 'tok_visa']) {
      expect(text).not.toContain(secret)
    }
  })

  it('is cut where it is too long, and says how long it was', () => {
    const body = JSON.stringify({ items: Array.from({ length: 9_000 }, (_, id) => ({ id })) })
    const masked = maskBody(body)
    expect(masked).toMatchObject({ isCut: true, bytes: body.length })
    expect(masked.text).toHaveLength(MAX_SHOWN)
  })

  it('survives nesting without an end', () => {
    expect(maskBody('['.repeat(3_000) + ']'.repeat(3_000)).text).toContain('…')
  })

  it('leaves ids and dates alone that look a little like phone numbers', () => {
    const kept = {
      a: '2026-11-01',
      b: '0032-11',
      c: 'SO-20418',
      d: 'C-1001',
      e: '2026-11-20T10:00:00Z',
    }
    expect(JSON.parse(maskBody(JSON.stringify(kept)).text)).toEqual(kept)
  })
})
