/**
 * The order system's own hand: places orders and changes them. The change and the webhooks that tell of it
 * are stored in one transaction, so a killed process neither forgets to tell nor tells what never happened.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import type { WireOrder } from '../../orders/schema.ts'
import type { Changes } from '../changes.ts'
import { type NewOrder, placeOrder } from '../demo/place-order.ts'
import type { Store } from '../store.ts'
import { type Action, applyAction } from './actions.ts'
import type { Deliveries } from './deliveries.ts'

export interface OrderDesk {
  /** @throws AppError `not_found`, or `conflict` in words for the desk */
  act(idOrNumber: string, action: Action, input: unknown): WireOrder
  place(order: NewOrder): WireOrder
}

export interface OrderDeskDeps {
  store: Store
  deliveries: Deliveries
  changes: Changes
}

export function createOrderDesk({ store, deliveries, changes }: OrderDeskDeps): OrderDesk {
  const finish = (order: WireOrder): WireOrder => {
    deliveries.wake()
    changes.tell('orders', order.id)
    return order
  }
  return {
    act(idOrNumber, action, input) {
      const order = store.transaction(() => {
        const before = store.orders.find(idOrNumber)
        if (!before) throw new AppError('not_found', 'There is no such order.')
        const after = applyAction(before, action, { input, now: new Date() })
        store.orders.put(after)
        deliveries.enqueue(after, action === 'delete' ? 'order.deleted' : 'order.updated')
        return after
      })
      return finish(order)
    },
    place(wanted) {
      const order = store.transaction(() => {
        const placed = placeOrder(wanted, { number: store.orders.nextNumber(), now: new Date() })
        store.orders.put(placed)
        deliveries.enqueue(placed, 'order.created')
        return placed
      })
      return finish(order)
    },
  }
}
