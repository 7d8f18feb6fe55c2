/** Which lines of the order, and how much of each: what is in a shipment, or goes back. */
import type { Shipment } from '#workflows/contracts/orders.ts'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderLineView } from '../api.ts'

interface ContentsProps {
  name: string
  contents: Shipment['contents']
  lines: readonly OrderLineView[]
}

export function Contents({ name, contents, lines }: ContentsProps) {
  const text = useText()
  const format = useFormat()
  const named = (position: number) =>
    lines.find((line) => line.position === position)?.description ??
    text('order.shipments.line', { n: position })
  return (
    <ul aria-label={name} className="text-dense text-soft">
      {contents.map(({ position, quantity }) => (
        <li key={position} className="truncate tabular-nums">
          {text('order.shipments.content', {
            quantity: format.quantity(quantity),
            name: named(position),
          })}
        </li>
      ))}
    </ul>
  )
}
