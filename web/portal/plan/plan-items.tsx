/** What is included in a subscription, line by line: how many, at what price, how often. */
import { MoneyText } from '../../ui/text/money-text.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { PlanItemView } from './plan-api.ts'

/** The columns after the name. */
const FIGURES = ['quantity', 'price', 'amount'] as const

function useEvery() {
  const text = useText()
  const format = useFormat()
  return ({ interval, intervalCount: count }: PlanItemView): string =>
    text(`plan.every.${interval}`, { count, number: format.number(count) })
}

function Item({ item }: { item: PlanItemView }) {
  const text = useText()
  const format = useFormat()
  const { name, quantity, unitPrice, amount } = item
  const every = useEvery()(item)
  return (
    <tr>
      <td className="title">
        <span className="block whitespace-normal">{name || text('plan.unnamed')}</span>
        <span className="block text-meta text-faint">{every}</span>
      </td>
      <td className="num phone:text-left" data-label={text('plan.items.quantity')}>
        {quantity === null ? text('plan.byUse') : format.number(quantity)}
      </td>
      <td className="num hidden desk:table-cell">
        {unitPrice === null ? null : <MoneyText money={unitPrice} />}
      </td>
      <td className="num">
        {amount === null ? (
          <span className="text-faint">{text('plan.byUse')}</span>
        ) : (
          <MoneyText money={amount} />
        )}
      </td>
    </tr>
  )
}

export function PlanItems({ items }: { items: readonly PlanItemView[] }) {
  const text = useText()
  if (items.length === 0) return null
  return (
    <table className="table">
      <caption className="sr-only">{text('plan.items.title')}</caption>
      <thead>
        <tr>
          <th scope="col" className="title">
            {text('plan.items.name')}
          </th>
          {FIGURES.map((name) => (
            <th key={name} scope="col" className="num">
              {text(`plan.items.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item, index) => (
          <Item key={index} item={item} />
        ))}
      </tbody>
    </table>
  )
}
