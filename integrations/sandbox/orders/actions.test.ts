import { describe, expect, it } from 'vitest'
import { wireOrderWith } from '../../orders/testing/wire-order.ts'
import { type WireOrder, wireOrder } from '../../orders/schema.ts'
import { type Action } from './actions.ts'
import { actingAt } from './testing/acting-at.ts'

const NOW = new Date('2026-11-23T10:00:00.000Z')

const { act, refusal } = actingAt(NOW)

const line = wireOrderWith().lines[0]
if (!line) throw new Error('The test order has no line.')
const twoLines = wireOrderWith({ lines: [line, { ...line, position: 20, article: 'GK-FP' }] })

/** What is in shipments, summed by line. */
function contents(order: WireOrder): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const item of order.shipments.flatMap((shipment) => shipment.items)) {
    sums[item.line] = (sums[item.line] ?? 0) + Number(item.quantity)
  }
  return sums
}

describe('every change of an order', () => {
  it.each<[Action, unknown]>([
    ['advance', {}],
    ['ship', {}],
    ['split', {}],
    ['delay', { days: 4 }],
    ['cancel', { reason: 'Not needed.' }],
    ['note', { text: 'Called.' }],
    ['delete', {}],
  ])(
    'by %s raises the version by one, moves the clock and keeps to the contract',
    (action, input) => {
      const before = wireOrderWith()
      const after = act(before, action, input)
      expect(after.version).toBe(before.version + 1)
      expect(after.updated_at).toBe(NOW.toISOString())
      expect(after.history.slice(0, 2)).toEqual(before.history)
      expect(wireOrder.parse(after)).toEqual(after)
      expect(new Set(after.history.map((entry) => entry.id)).size).toBe(after.history.length)
    },
  )

  it('never goes back in time, even when the clock does', () => {
    const before = wireOrderWith({ updated_at: '2027-01-01T00:00:00.000Z' })
    expect(act(before, 'note', { text: 'x' }).updated_at).toBe('2027-01-01T00:00:00.000Z')
  })

  it('leaves the order it was given as it was', () => {
    const before = wireOrderWith()
    act(before, 'ship')
    expect(before).toEqual(wireOrderWith())
  })
})

describe('an order', () => {
  it('passes through every status step by step and stops at delivered', () => {
    let order = wireOrderWith({ status: 'new', promised_on: null, first_promised_on: null })
    const seen: string[] = [order.status]
    for (let step = 0; step < 5; step++) {
      order = act(order, 'advance')
      seen.push(order.status)
    }
    expect(seen).toEqual(['new', 'confirmed', 'production', 'packing', 'shipped', 'delivered'])
    expect(order.first_promised_on).toBe('2026-12-07')
    expect(order.delivered_at).toBe(NOW.toISOString())
    expect(refusal(order, 'advance')).toContain('delivered already')
  })

  it('gets a carrier and a tracking link when it ships', () => {
    const [shipment] = act(wireOrderWith(), 'ship').shipments
    expect(shipment).toMatchObject({
      status: 'in_transit',
      shipped_at: NOW.toISOString(),
      expected_on: '2026-11-26',
    })
    expect(shipment?.tracking_url).toMatch(/^https:\/\/.+\.example\/\d+$/)
    const chosen = act(wireOrderWith(), 'ship', { carrier: 'DHL', trackingNumber: '4711' })
      .shipments[0]
    expect(chosen).toMatchObject({ carrier: 'DHL', tracking_number: '4711', tracking_url: null })
  })

  it('moves its date with a reason, and that of what is under way', () => {
    const shipped = act(wireOrderWith(), 'ship')
    const late = act(shipped, 'delay', { days: 5, reason: 'Snow.' })
    expect([late.promised_on, late.first_promised_on]).toEqual(['2026-12-01', '2026-11-24'])
    expect(late.shipments[0]?.expected_on).toBe('2026-12-01')
    expect(late.history.at(-1)).toMatchObject({
      type: 'delivery_date',
      from: '2026-11-26',
      to: '2026-12-01',
      text: 'Snow.',
    })
  })

  it.each<[string, Action, Partial<WireOrder>]>([
    ['has not been shipped', 'deliver', {}],
    ['is cancelled', 'ship', { status: 'cancelled' }],
    ['is delivered already', 'delay', { status: 'delivered' }],
    ['has no delivery date yet', 'delay', { promised_on: null }],
    ['was deleted', 'note', { deleted_at: NOW.toISOString() }],
  ])('refuses what makes no sense: it %s', (words, action, changes) => {
    expect(refusal(wireOrderWith(changes), action)).toContain(words)
  })
})

describe('a split', () => {
  it('sends half of the lines now and the rest later, nothing twice', () => {
    const order = act(twoLines, 'split')
    expect(order.status).toBe('shipped')
    expect(order.shipments.map((shipment) => shipment.status)).toEqual(['in_transit', 'preparing'])
    expect(contents(order)).toEqual({ 10: 2, 20: 2 })
    expect(order.shipments[1]?.expected_on).toBe('2026-12-01')
  })

  it('divides the pieces of an only line', () => {
    const order = act(wireOrderWith(), 'split')
    expect(order.shipments.map((shipment) => shipment.items)).toEqual([
      [{ line: 10, quantity: '1' }],
      [{ line: 10, quantity: '1' }],
    ])
  })

  it('takes the lines it is told', () => {
    const order = act(twoLines, 'split', { lines: [20], delayDays: 10 })
    expect(order.shipments[0]?.items).toEqual([{ line: 20, quantity: '2' }])
    expect(order.shipments[1]?.expected_on).toBe('2026-12-06')
  })

  it('can divide what is on the road already', () => {
    const order = act(act(twoLines, 'ship'), 'split')
    expect(order.shipments.map((shipment) => shipment.status)).toEqual(['in_transit', 'preparing'])
    expect(contents(order)).toEqual({ 10: 2, 20: 2 })
    expect(new Set(order.shipments.map((shipment) => shipment.id)).size).toBe(2)
  })

  it('is delivered only when both parts are', () => {
    const first = act(act(twoLines, 'split'), 'deliver')
    expect([first.status, first.delivered_at]).toEqual(['shipped', null])
    expect(refusal(first, 'deliver')).toContain('has not left yet')
    const both = act(act(first, 'advance'), 'advance')
    expect([both.status, both.delivered_at]).toEqual(['delivered', NOW.toISOString()])
  })

  it('is refused when there is one piece only', () => {
    const order = wireOrderWith({ lines: [{ ...line, quantity: '1' }] })
    expect(refusal(order, 'split')).toContain('cannot be split')
    expect(refusal(twoLines, 'split', { lines: [10, 20] })).toContain('cannot be split')
  })
})
