import { describe, expect, it } from 'vitest'
import { type WireOrder, wireOrder } from '../../orders/schema.ts'
import { CUSTOMERS } from './customers.ts'
import { demoOrders } from './demo-orders.ts'

const NOW = new Date('2026-11-23T10:00:00.000Z')
const TODAY = '2026-11-23'
const all = demoOrders({ seed: 1, now: NOW })
const of = (customer: string) => all.filter((order) => order.customer.id === customer)
const isOpen = (order: WireOrder) => !['delivered', 'cancelled'].includes(order.status)

describe('the demo orders', () => {
  it('are the same for the same seed and moment, others for another seed', () => {
    expect(demoOrders({ seed: 1, now: NOW })).toEqual(all)
    expect(demoOrders({ seed: 2, now: NOW })[5]).not.toEqual(all[5])
  })

  it('are as many per customer as the demo promises', () => {
    const counts = CUSTOMERS.map((customer) => [customer.name, of(customer.id).length])
    expect(Object.fromEntries(counts)).toEqual({
      'Northgate Clinics': 30,
      'Vellmar Dairy': 420,
      'Lindqvist Hotels': 3_000,
      'Calder Foods': 10,
    })
  })

  it('keep to the contract, with ids and numbers of their own', () => {
    for (const order of all) expect(wireOrder.parse(order)).toEqual(order)
    expect(new Set(all.map((order) => order.id)).size).toBe(all.length)
    expect(new Set(all.map((order) => order.number)).size).toBe(all.length)
  })

  it('tell one story in status, history, dates and amounts', () => {
    for (const order of all) {
      const states = order.history.flatMap((entry) =>
        entry.type === 'status' ? [entry.status] : [],
      )
      expect([order.number, states.at(-1)]).toEqual([order.number, order.status])
      const instants = order.history.map((entry) => entry.at)
      expect(instants).toEqual(instants.toSorted())
      expect([instants[0], instants.at(-1)]).toEqual([order.placed_at, order.updated_at])
      expect(order.updated_at <= NOW.toISOString()).toBe(true)
      const moves = order.history.flatMap((entry) =>
        entry.type === 'delivery_date' ? [entry] : [],
      )
      expect(order.promised_on).toBe(moves.at(-1)?.to ?? order.first_promised_on)
      expect(order.total).toBe(order.lines.reduce((sum, line) => sum + line.amount, 0))
      expect(order.delivered_at !== null).toBe(order.status === 'delivered')
      const done = order.shipments.every((shipment) => shipment.status === 'delivered')
      expect(done).toBe(order.status === 'delivered' || order.shipments.length === 0)
    }
  })

  it('reach back about 18 months', () => {
    const first = Date.parse(all[0]?.placed_at ?? '')
    const days = (NOW.getTime() - first) / 86_400_000
    expect(days).toBeGreaterThan(500)
    expect(days).toBeLessThan(560)
  })

  it('look alive: per customer a handful on the move, some late, most delivered', () => {
    for (const { id } of CUSTOMERS) {
      const orders = of(id)
      const open = orders.filter(isOpen)
      expect(open.length).toBeGreaterThanOrEqual(2)
      expect(open.length).toBeLessThanOrEqual(40)
      expect(orders.filter((order) => order.status === 'delivered').length).toBeGreaterThan(
        orders.length * 0.6,
      )
    }
    for (const id of ['C-1001', 'C-1002', 'C-1003']) {
      const open = of(id).filter(isOpen)
      expect(open.some((order) => order.status === 'shipped')).toBe(true)
      expect(open.some((order) => order.status === 'production')).toBe(true)
      const late = (order: WireOrder) =>
        (order.promised_on ?? '') < TODAY || order.promised_on !== order.first_promised_on
      expect(open.some((order) => order.promised_on !== null && late(order))).toBe(true)
    }
  })

  it('have a few returns of delivered orders, from just asked for to closed, for each customer', () => {
    const back = all.flatMap((order) => (order.returns ?? []).map((goods) => ({ order, goods })))
    expect(back.length).toBeGreaterThan(40)
    expect(back.length).toBeLessThan(all.length / 10)
    for (const { order, goods } of back) {
      expect([order.number, order.status]).toEqual([order.number, 'delivered'])
      expect(goods.requested_at > (order.delivered_at ?? '')).toBe(true)
      expect(order.history.some(({ type }) => type === 'return')).toBe(true)
    }
    expect(back.map(({ goods }) => goods.status)).toEqual(
      expect.arrayContaining(['closed', 'refused']),
    )
    const open = back.filter(({ goods }) => !['closed', 'refused'].includes(goods.status))
    const customers = new Set(open.map(({ order }) => order.customer.id))
    expect([...customers].toSorted()).toEqual(CUSTOMERS.map(({ id }) => id).toSorted())
    expect(back.some(({ goods }) => goods.credit_note_number !== null)).toBe(true)
  })

  it('name people of the customers as those who placed them', () => {
    for (const { id, people } of CUSTOMERS) {
      const emails = new Set(of(id).map((order) => order.placed_by?.email ?? null))
      expect([...emails].toSorted()).toEqual(
        [null, ...people.map((person) => person.email)].toSorted(),
      )
    }
  })
})
