import { describe, expect, it } from 'vitest'
import { ORDER_STATES, RETURN_STATES } from '#workflows/contracts/orders.ts'
import { toOrderChange } from './map.ts'
import {
  faultsOf,
  WIRE_RETURN_STATUSES,
  WIRE_STATUSES,
  wireOrder,
  type WireOrder,
  type WireReturn,
  type WireShipment,
} from './schema.ts'
import { wireOrderWith } from './testing/wire-order.ts'

function recordOf(changes: Partial<WireOrder>) {
  const change = toOrderChange(wireOrderWith(changes))
  if (change.type !== 'upsert') throw new Error('It was taken as a deletion.')
  return change.record
}

const shipment: WireShipment = {
  id: 's1',
  status: 'in_transit',
  carrier: 'Norden Heavy',
  tracking_number: '77',
  tracking_url: null,
  shipped_at: '2026-11-20T15:55:00.000Z',
  expected_on: '2026-11-26',
  delivered_at: null,
  items: [{ line: 10, quantity: '1.25' }],
}

const goods: WireReturn = {
  number: 'RMA-1-1',
  status: 'requested',
  reason: 'Wrong size.',
  carrier: null,
  tracking_number: null,
  tracking_url: null,
  requested_at: '2026-11-24T10:00:00.000Z',
  received_at: null,
  credit_note_number: null,
  items: [{ line: 10, quantity: '1.25' }],
}

/** What the order system is told of an order with this in it. */
function faultOf(returns: unknown): string {
  const parsed = wireOrder.safeParse({ ...wireOrderWith(), returns })
  return parsed.success ? 'taken' : faultsOf(parsed.error)
}

describe('a return in our words', () => {
  it('is everything that was told of it', () => {
    const told = {
      ...goods,
      status: 'closed',
      carrier: 'Kestrel Parcel',
      tracking_number: '77',
      tracking_url: 'https://carrier.example/77',
      received_at: '2026-11-27T10:00:00.000Z',
      credit_note_number: 'CN-1',
    }
    expect(recordOf({ returns: [told] }).returns).toEqual([
      {
        number: 'RMA-1-1',
        state: 'closed',
        sourceState: null,
        reason: 'Wrong size.',
        carrier: 'Kestrel Parcel',
        trackingNumber: '77',
        trackingUrl: 'https://carrier.example/77',
        requestedAt: goods.requested_at,
        receivedAt: '2026-11-27T10:00:00.000Z',
        creditNoteNumber: 'CN-1',
        contents: [{ position: 10, quantity: '1.25' }],
      },
    ])
  })

  it('has a state of ours for every status we know, and keeps the word of one we do not', () => {
    const stateOf = (status: string) => recordOf({ returns: [{ ...goods, status }] }).returns[0]
    expect(WIRE_RETURN_STATUSES.map((status) => stateOf(status)?.state)).toEqual([...RETURN_STATES])
    expect(faultOf([{ ...goods, status: 'at_inspection' }])).toBe('taken')
    for (const status of ['at_inspection', 'other']) {
      expect(stateOf(status)).toMatchObject({ state: 'other', sourceState: status })
    }
  })

  it('links to no page but of the web', () => {
    const [told] = recordOf({
      returns: [{ ...goods, tracking_url: 'javascript:alert(1)' }],
    }).returns
    expect(told?.trackingUrl).toBeNull()
  })

  it('is nowhere on an order whose system knows none', () => {
    expect(wireOrderWith()).not.toHaveProperty('returns')
    expect(wireOrder.safeParse(wireOrderWith()).success).toBe(true)
    expect(recordOf({}).returns).toEqual([])
  })

  it('is told of by the history, with its number', () => {
    const at = '2026-11-24T10:00:00.000Z'
    const entry = {
      id: 'h3',
      at,
      type: 'return',
      return_number: 'RMA-1-1',
      text: 'Approved.',
    } as const
    expect(recordOf({ history: [entry] }).history).toMatchObject([
      { kind: 'return', returnNumber: 'RMA-1-1', shipmentExternalId: null, note: 'Approved.' },
    ])
  })

  it.each([
    [
      'an amount that is no number',
      [{ ...goods, items: [{ line: 10, quantity: 'two' }] }],
      'quantity: must be a decimal',
    ],
    [
      'less than nothing',
      [{ ...goods, items: [{ line: 10, quantity: '-1' }] }],
      'quantity: must be a decimal',
    ],
    ['a number instead of text', [{ ...goods, items: [{ line: 10, quantity: 1 }] }], 'quantity'],
    ['two of one number', [goods, goods], 'returns: must have numbers that differ'],
    ['no number', [{ ...goods, number: '' }], 'returns[0].number'],
    ['null instead of a list', null, 'returns'],
  ])('is refused with its place: %s', (_, returns, words) => {
    expect(faultOf(returns)).toContain(words)
  })
})

describe('an order in our words', () => {
  it('has a state of ours for every status of theirs, in the same order', () => {
    const states = WIRE_STATUSES.map((status) => recordOf({ status }).state)
    expect(states).toEqual([...ORDER_STATES])
  })

  it('keeps money as integers with its currency and quantities as text', () => {
    const record = recordOf({ shipments: [shipment] })
    expect(record.total).toEqual({ minor: 147_280, currency: 'EUR' })
    expect(record.lines[0]).toMatchObject({
      quantity: '2',
      unitPriceMinor: 73_640,
      amountMinor: 147_280,
    })
    expect(record.shipments[0]?.contents).toEqual([{ position: 10, quantity: '1.25' }])
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', '//carrier.example', 'not a url', ''])(
    'drops the tracking link %j',
    (tracking_url) => {
      const record = recordOf({ shipments: [{ ...shipment, tracking_url }] })
      expect(record.shipments[0]?.trackingUrl).toBeNull()
    },
  )

  it('keeps an http(s) tracking link', () => {
    const record = recordOf({
      shipments: [{ ...shipment, tracking_url: 'https://carrier.example/77' }],
    })
    expect(record.shipments[0]?.trackingUrl).toBe('https://carrier.example/77')
  })

  it('tells moved dates and entered states with the ids of the source', () => {
    expect(recordOf({}).history).toMatchObject([
      { externalId: 'h1', kind: 'state', state: 'received', fromDate: null, note: null },
      {
        externalId: 'h2',
        kind: 'delivery_date',
        state: null,
        fromDate: '2026-11-24',
        toDate: '2026-11-26',
        note: 'Supplier is late.',
      },
    ])
  })

  it('compares people by lower-case e-mail', () => {
    expect(
      recordOf({ placed_by: { name: 'I', email: ' Ines@Vellmar.example' } }).placedByEmail,
    ).toBe('ines@vellmar.example')
    expect(recordOf({ placed_by: null }).placedByEmail).toBeNull()
  })

  it('is a deletion as soon as the object says so', () => {
    const at = '2026-11-22T00:00:00.000Z'
    expect(toOrderChange(wireOrderWith({ version: 4, deleted_at: at, updated_at: at }))).toEqual({
      kind: 'order',
      type: 'delete',
      externalId: 'ord_1',
      version: 4,
      externalCustomerId: 'C-1002',
      changedAt: at,
    })
  })
})
