import { describe, expect, it } from 'vitest'
import { ORDER_STATES } from '#workflows/contracts/orders.ts'
import { toOrderChange } from './map.ts'
import { WIRE_STATUSES, type WireOrder, type WireShipment } from './schema.ts'
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
