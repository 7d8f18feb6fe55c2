/** Delivery facts seen from today in the member's zone. */
import { useNow } from '#web/ui/text/use-now.tsx'
import { useFormat } from '#web/ui/text/use-text.tsx'
import type { OrderRow } from '../../api.ts'
import { deliveryOf, type Delivery } from './delivery.ts'

export function useDelivery(order: OrderRow): Delivery {
  const { dateOf } = useFormat()
  return deliveryOf(order, { today: dateOf(useNow()), dateOf })
}
