/** What was credited on an invoice: why, how much, and whether it still counts. */
import { useJustChanged } from '../../live/use-live.ts'
import { OutsideLink } from '../../ui/action/outside-link.tsx'
import { cx } from '../../ui/cx.ts'
import { Section } from '../../ui/show/section.tsx'
import { DateText } from '../../ui/text/date-text.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { CreditNoteView } from '../billing-api.ts'

function CreditNote({ note }: { note: CreditNoteView }) {
  const text = useText()
  const format = useFormat()
  const { id, number, state, total, reduced, reason, memo, pdfUrl, issuedAt } = note
  const isVoid = state === 'void'
  const amount = format.money(total)
  const why = [reason === null ? null : text(`invoice.credits.reason.${reason}`), memo]
  return (
    <li
      className={cx(
        'border-b border-line py-3 last:border-b-0',
        useJustChanged(id) && 'changed changed-block',
      )}
    >
      <span className="flex flex-wrap justify-between gap-x-3">
        <span className="font-medium">{text('invoice.credits.number', { number })}</span>
        <DateText date={format.dateOf(new Date(issuedAt))} className="text-meta text-faint" />
      </span>
      <span className={cx('block tabular-nums', isVoid && 'text-faint line-through')}>
        {text(reduced === null ? 'invoice.credits.returned' : 'invoice.credits.reduced', {
          amount,
        })}
      </span>
      <span className="text-meta text-soft">
        {isVoid
          ? text('invoice.credits.withdrawn')
          : why.filter((part) => part !== null).join(' · ')}{' '}
        {pdfUrl === null ? null : (
          <OutsideLink url={pdfUrl}>{text('invoice.credits.pdf')}</OutsideLink>
        )}
      </span>
    </li>
  )
}

export function CreditNotes({ notes }: { notes: readonly CreditNoteView[] }) {
  const text = useText()
  if (notes.length === 0) return null
  return (
    <Section title={text('invoice.credits.title')}>
      <ul>
        {notes.map((note) => (
          <CreditNote key={note.id} note={note} />
        ))}
      </ul>
    </Section>
  )
}
