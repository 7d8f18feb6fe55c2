/** What counts as other content: a kind of part that came later must not make every record held look changed. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { OrderRecord } from '#workflows/contracts/orders.ts'
import { makeOrder } from '../testing/orders.ts'
import { toCandidate } from './batch.ts'
import { orderProjection } from './projections/order.ts'

const hashOf = (record: OrderRecord): string =>
  toCandidate({ change: { kind: 'order', type: 'upsert', record } }).hash

const goods: OrderRecord['returns'][number] = {
  number: 'RMA-1',
  state: 'requested',
  sourceState: null,
  reason: null,
  carrier: null,
  trackingNumber: null,
  trackingUrl: null,
  requestedAt: '2026-05-06T08:00:00.000Z',
  receivedAt: null,
  creditNoteNumber: null,
  contents: [],
}
const event: OrderRecord['history'][number] = {
  externalId: 'E-1',
  at: '2026-05-01T08:00:00.000Z',
  kind: 'state',
  state: 'received',
  fromDate: null,
  toDate: null,
  shipmentExternalId: null,
  returnNumber: null,
  note: null,
}

test('an order without returns is the content it was before there were any', () => {
  const order = makeOrder({ externalId: 'N-1', history: [event] })
  const told = {
    external_id: 'E-1',
    at: event.at,
    kind: 'state',
    state: 'received',
    from_date: null,
    to_date: null,
    shipment_external_id: null,
    note: null,
  }
  const before = JSON.stringify([orderProjection.rowOf(order), [[], [], [JSON.stringify(told)]]])
  expect(hashOf(order)).toBe(createHash('sha256').update(before).digest('hex'))
})

test('a return is other content, and so is each step of it', () => {
  const order = makeOrder({ externalId: 'N-1' })
  const hashes = [
    hashOf(order),
    hashOf({ ...order, returns: [goods] }),
    hashOf({ ...order, returns: [{ ...goods, state: 'approved' }] }),
  ]
  expect(new Set(hashes).size).toBe(3)
})
