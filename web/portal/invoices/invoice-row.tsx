/** One invoice as a row, and as a card on phones: the whole of it is the link. */
import { useJustChanged } from '../../live/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { DateText } from '../../ui/text/date-text.tsx'
import { MoneyText } from '../../ui/text/money-text.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { InvoiceRow as Row } from '../billing-api.ts'
import type { Held } from '../list/hold-rows.ts'
import { ListRow } from '../list/list-table.tsx'
import { isPayable } from './parts/due.ts'
import { DueText } from './parts/due-text.tsx'
import { InvoiceState } from './parts/invoice-state.tsx'
import { toldBy } from './parts/use-announce-invoices.ts'
import { useDue } from './parts/use-due.ts'
import { useInvoiceName } from './parts/use-invoice-name.ts'

interface InvoiceRowProps {
  held: Held<Row>
  base: string
  orders: boolean
  selected: boolean
  onToggle: (row: Row) => void
}

/** What is left is said where it is not plain from the total. */
function Remaining({ row }: { row: Row }) {
  const text = useText()
  if (!isPayable(row.state)) return <td className="num phone:hidden" />
  const isWhole = row.remaining.minor === row.total.minor
  return (
    <td
      data-label={text('invoices.column.remaining')}
      className={cx('num phone:col-span-full phone:text-left', isWhole && 'phone:hidden')}
    >
      <MoneyText money={row.remaining} className="font-medium" />
    </td>
  )
}

export function InvoiceRow({ held, base, orders, selected, onToggle }: InvoiceRowProps) {
  const text = useText()
  const format = useFormat()
  const { row, left } = held
  const changed = useJustChanged(toldBy(row))
  const due = useDue(row)
  const name = useInvoiceName()(row)
  return (
    <ListRow name={name} to={`${base}/${row.id}`} {...{ held, changed, selected, onToggle }}>
      <td className="title" title={row.description ?? undefined}>
        {row.description}
      </td>
      <td>
        <InvoiceState state={row.state} />
      </td>
      {orders ? (
        <td className="hidden max-w-36 truncate text-soft wide:table-cell">{row.orderNumber}</td>
      ) : null}
      <td className="hidden text-soft wide:table-cell">
        {left ? (
          text('list.left')
        ) : (
          <DateText date={format.dateOf(new Date(row.issuedAt))} form="plain" />
        )}
      </td>
      <td className="phone:text-right">
        <DueText due={due} />
      </td>
      <td className="num sum">
        <MoneyText money={row.total} />
      </td>
      <Remaining row={row} />
    </ListRow>
  )
}
