/** What was ordered, line by line, with the total for those who may see amounts. */
import { MoneyText } from '../../ui/text/money-text.tsx'
import { Section } from '../../ui/show/section.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderLineView, OrderView } from '../api.ts'

function Line({ line, amounts }: { line: OrderLineView; amounts: boolean }) {
  const text = useText()
  const format = useFormat()
  return (
    <tr>
      <td className="id text-soft">{line.article}</td>
      <td className="title" title={line.description}>
        {line.description}
      </td>
      <td className="num phone:text-left" data-label={text('order.lines.quantity')}>
        {format.quantity(line.quantity)} {line.unit}
      </td>
      {amounts ? (
        <>
          <td className="num hidden desk:table-cell">
            {line.unitPrice === null ? null : <MoneyText money={line.unitPrice} />}
          </td>
          <td className="num sum">
            {line.amount === null ? null : <MoneyText money={line.amount} />}
          </td>
        </>
      ) : null}
    </tr>
  )
}

function Head({ amounts }: { amounts: boolean }) {
  const text = useText()
  return (
    <thead>
      <tr>
        <th scope="col">{text('order.lines.article')}</th>
        <th scope="col" className="title">
          {text('order.lines.description')}
        </th>
        <th scope="col" className="num">
          {text('order.lines.quantity')}
        </th>
        {amounts ? (
          <>
            <th scope="col" className="num">
              {text('order.lines.price')}
            </th>
            <th scope="col" className="num">
              {text('order.lines.amount')}
            </th>
          </>
        ) : null}
      </tr>
    </thead>
  )
}

export function Lines({ order, amounts }: { order: OrderView; amounts: boolean }) {
  const text = useText()
  const format = useFormat()
  const count = { count: order.lines.length, number: format.number(order.lines.length) }
  const title = text('order.lines.title')
  if (order.lines.length === 0) {
    return (
      <Section title={title}>
        <p className="pt-3 text-soft">{text('order.lines.empty')}</p>
      </Section>
    )
  }
  return (
    <Section
      title={title}
      aside={
        <span className="text-meta text-faint">
          {text(amounts ? 'order.lines.countNet' : 'order.lines.count', count)}
        </span>
      }
    >
      <table className="table">
        <caption className="sr-only">{title}</caption>
        <Head amounts={amounts} />
        <tbody>
          {order.lines.map((line) => (
            <Line key={line.position} line={line} amounts={amounts} />
          ))}
        </tbody>
        {amounts && order.total !== null ? (
          <tfoot>
            <tr>
              <td colSpan={4} className="font-medium">
                {text('order.lines.total')}
              </td>
              <td className="num font-medium">
                <MoneyText money={order.total} />
              </td>
            </tr>
          </tfoot>
        ) : null}
      </table>
    </Section>
  )
}
