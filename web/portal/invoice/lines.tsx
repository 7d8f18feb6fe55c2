/** What is charged, line by line, and how it adds up to what is left to pay. */
import type { Money } from '#workflows/contracts/sources.ts'
import { MoneyText } from '../../ui/text/money-text.tsx'
import { Section } from '../../ui/show/section.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { InvoiceLineView, InvoiceView } from '../billing-api.ts'
import { isPayable } from '../invoices/parts/due.ts'

/** The columns after the description. */
const FIGURES = ['quantity', 'price', 'amount'] as const

function usePeriod() {
  const text = useText()
  const format = useFormat()
  const day = (instant: string) => format.day(format.dateOf(new Date(instant)), 'year')
  return ({ periodStart, periodEnd }: InvoiceLineView): string | null => {
    if (periodStart === null || periodEnd === null) return null
    const [from, to] = [day(periodStart), day(periodEnd)]
    // One and the same moment is how the source says that there is no period.
    return from === to ? null : text('invoice.lines.period', { from, to })
  }
}

function Line({ line }: { line: InvoiceLineView }) {
  const text = useText()
  const format = useFormat()
  const period = usePeriod()(line)
  return (
    <tr>
      <td className="title">
        <span className="block whitespace-normal">{line.description}</span>
        {period === null ? null : <span className="block text-meta text-faint">{period}</span>}
      </td>
      <td className="num phone:text-left" data-label={text('invoice.lines.quantity')}>
        {line.quantity === null ? null : format.quantity(line.quantity)}
      </td>
      <td className="num hidden desk:table-cell">
        {line.unitPrice === null ? null : <MoneyText money={line.unitPrice} />}
      </td>
      <td className="num">
        <MoneyText money={line.amount} />
      </td>
    </tr>
  )
}

function Sum({ name, money, strong }: { name: string; money: Money; strong?: boolean }) {
  const weight = strong === true ? 'font-medium' : 'text-soft'
  return (
    <tr>
      <td colSpan={3} className={weight}>
        {name}
      </td>
      <td className={`num ${weight}`}>
        <MoneyText money={money} />
      </td>
    </tr>
  )
}

function Sums({ invoice }: { invoice: InvoiceView }) {
  const text = useText()
  const { subtotal, tax, total, paid, remaining, state } = invoice
  const credits = invoice.creditNotes.filter((note) => note.state === 'issued')
  const isLess = paid.minor > 0 || credits.some(({ reduced }) => reduced !== null)
  return (
    <tfoot>
      {tax.minor === 0 ? null : (
        <>
          <Sum name={text('invoice.lines.subtotal')} money={subtotal} />
          <Sum name={text('invoice.lines.tax')} money={tax} />
        </>
      )}
      <Sum name={text('invoice.lines.total')} money={total} strong />
      {credits.map(({ id, number, reduced }) =>
        reduced === null ? null : (
          <Sum
            key={id}
            name={text('invoice.lines.credited', { number })}
            money={{ ...reduced, minor: -reduced.minor }}
          />
        ),
      )}
      {paid.minor === 0 ? null : <Sum name={text('invoice.lines.paid')} money={paid} />}
      {isLess && isPayable(state) ? (
        <Sum name={text('invoice.lines.remaining')} money={remaining} strong />
      ) : null}
    </tfoot>
  )
}

export function InvoiceLines({ invoice }: { invoice: InvoiceView }) {
  const text = useText()
  const format = useFormat()
  const title = text('invoice.lines.title')
  const { length: count } = invoice.lines
  if (count === 0) {
    return (
      <Section title={title}>
        <p className="pt-3 text-soft">{text('invoice.lines.empty')}</p>
      </Section>
    )
  }
  const counted = text('invoice.lines.count', { count, number: format.number(count) })
  return (
    <Section title={title} aside={<span className="text-meta text-faint">{counted}</span>}>
      <table className="table">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            <th scope="col" className="title">
              {text('invoice.lines.description')}
            </th>
            {FIGURES.map((name) => (
              <th key={name} scope="col" className="num">
                {text(`invoice.lines.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {invoice.lines.map((line, index) => (
            <Line key={index} line={line} />
          ))}
        </tbody>
        <Sums invoice={invoice} />
      </table>
    </Section>
  )
}
