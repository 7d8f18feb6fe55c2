import { describe, expect, it } from 'vitest'
import { wireOrderWith } from '../../orders/testing/wire-order.ts'
import { type WireOrder, wireOrder } from '../../orders/schema.ts'
import { type Action } from './actions.ts'
import { actingAt } from './testing/acting-at.ts'

const NOW = new Date('2026-11-28T10:00:00.000Z')

const { act, refusal } = actingAt(NOW)

const [line] = wireOrderWith().lines
if (!line) throw new Error('The test order has no line.')
const delivered = wireOrderWith({
  id: 'ord_1042',
  number: 'SO-1042',
  status: 'delivered',
  lines: [
    line,
    { ...line, position: 20, article: 'CABLE', quantity: '1.3', unit: 'm' },
    { ...line, position: 30, article: 'SV', quantity: '1', unit: 'visit' },
  ],
})

describe('a return', () => {
  it('is asked for with what goes back and why, and keeps to the contract', () => {
    const order = act(delivered, 'return', { line: '10', quantity: 1, reason: 'Wrong size.' })
    expect(order.returns).toEqual([
      {
        number: 'RMA-1042-1',
        status: 'requested',
        reason: 'Wrong size.',
        carrier: null,
        tracking_number: null,
        tracking_url: null,
        requested_at: NOW.toISOString(),
        received_at: null,
        credit_note_number: null,
        items: [{ line: 10, quantity: '1' }],
      },
    ])
    expect(order.version).toBe(delivered.version + 1)
    expect(order.history.at(-1)).toMatchObject({
      type: 'return',
      return_number: 'RMA-1042-1',
      text: 'Asked for: Wrong size.',
    })
    expect(wireOrder.parse(order)).toEqual(order)
  })

  it('goes on step by step, with a carrier, the day it is back and its credit note', () => {
    let order = act(delivered, 'return')
    const seen: unknown[] = []
    for (let step = 0; step < 4; step++) {
      order = act(order, 'advance-return', { creditNote: 'CN-1' })
      seen.push(order.returns?.[0]?.status)
    }
    expect(seen).toEqual(['approved', 'in_transit', 'received', 'closed'])
    const [goods] = order.returns ?? []
    expect(goods).toMatchObject({ received_at: NOW.toISOString(), credit_note_number: 'CN-1' })
    expect(goods?.tracking_url).toMatch(/^https:\/\/.+\.example\/\d+$/)
    expect(order.history.at(-1)?.text).toBe('Closed with credit note CN-1.')
    expect(order.version).toBe(delivered.version + 5)
    expect(wireOrder.parse(order)).toEqual(order)
    expect(refusal(order, 'advance-return', { number: 'RMA-1042-1' })).toContain('is over')
    expect(refusal(order, 'advance-return')).toContain('No return')
  })

  it('takes back what was ordered and no more, to the digit; what was carried out stays', () => {
    const all = act(delivered, 'return')
    expect(all.returns?.[0]?.items).toEqual([
      { line: 10, quantity: '2' },
      { line: 20, quantity: '1.3' },
    ])
    expect(refusal(all, 'return')).toContain('gone back already')
    const part = act(delivered, 'return', { line: 20, quantity: '0.1' })
    expect(refusal(part, 'return', { line: 20, quantity: '1.3' })).toContain('At most 1.2')
    const rest = act(part, 'return', { line: 20 })
    expect(rest.returns?.map(({ number }) => number)).toEqual(['RMA-1042-1', 'RMA-1042-2'])
    expect(rest.returns?.[1]?.items).toEqual([{ line: 20, quantity: '1.2' }])
  })

  it('may be asked for again once it was refused', () => {
    const asked = act(delivered, 'return', { line: 10 })
    const refused = act(asked, 'refuse-return', { reason: 'The seal was broken.' })
    expect(refused.returns?.[0]?.status).toBe('refused')
    expect(refused.history.at(-1)?.text).toBe('Refused: The seal was broken.')
    expect(refusal(refused, 'refuse-return', { number: 'RMA-1042-1' })).toContain('is over')
    expect(act(refused, 'return', { line: 10 }).returns).toHaveLength(2)
  })

  it.each<[string, [Action, unknown?], Partial<WireOrder>]>([
    ['has not been delivered', ['return'], { status: 'shipped' }],
    ['was deleted', ['return'], { deleted_at: NOW.toISOString() }],
    ['Nothing of line 30', ['return', { line: 30 }], {}],
    ['Nothing of line 99', ['return', { line: 99 }], {}],
    ['Nothing goes back', ['return', { line: 10, quantity: '0' }], {}],
    ['needs the line', ['return', { quantity: '1' }], {}],
    ['has no return RMA-9', ['advance-return', { number: 'RMA-9' }], {}],
    ['No return', ['refuse-return'], {}],
  ])('is refused where it makes no sense: %s', (words, deed, changes) => {
    expect(refusal({ ...delivered, ...changes }, ...deed)).toContain(words)
  })
})
