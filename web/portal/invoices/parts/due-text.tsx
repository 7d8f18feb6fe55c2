/** When it has to be paid, in two quiet parts: the date, and how far that is from today. */
import { cx } from '#web/ui/cx.ts'
import '#web/languages/pages/invoices.ts'
import { DateText } from '#web/ui/text/date-text.tsx'
import { useFormat, useText } from '#web/ui/text/use-text.tsx'
import type { Due } from './due.ts'

/** Null where nothing presses. */
export function useDueWords({ days, status }: Due): string | null {
  const text = useText()
  const format = useFormat()
  const count = Math.abs(days)
  const number = format.number(count)
  if (status === 'late') {
    return count === 0
      ? text('invoices.due.lateToday')
      : text('invoices.due.late', { count, number })
  }
  if (status !== 'soon') return null
  return count === 0 ? text('invoices.due.today') : text('invoices.due.in', { count, number })
}

export function DueText({ due }: { due: Due }) {
  const text = useText()
  const words = useDueWords(due)
  if (due.date === null) return <span className="text-faint">{text('invoices.due.none')}</span>
  return (
    <>
      <DateText date={due.date} className={cx(due.status === 'closed' && 'text-faint')} />{' '}
      {words === null ? null : (
        <span
          className={cx('text-meta font-medium', due.status === 'late' ? 'text-bad' : 'text-warn')}
        >
          {words}
        </span>
      )}
    </>
  )
}
