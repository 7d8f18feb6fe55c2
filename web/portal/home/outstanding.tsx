/** What has to be paid in all: one figure per currency, with how late it is as a bar and in words. */
import { Link } from 'react-router'
import { Freshness } from '../../ui/show/freshness.tsx'
import { Section } from '../../ui/show/section.tsx'
import { Shares } from '../../ui/show/shares.tsx'
import type { Tone } from '../../ui/show/tone.ts'
import { MoneyText } from '../../ui/text/money-text.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'
import type { InvoiceRow, InvoicesPage, OutstandingView } from '../billing-api.ts'
import { useDue } from '../invoices/parts/use-due.ts'
import { useInvoiceName } from '../invoices/parts/use-invoice-name.ts'

const AGES = ['not_due', 'processing', 'late', 'very_late'] as const satisfies readonly Age[]
type Age = keyof OutstandingView['ages']

const TONES: Record<Age, Tone> = {
  not_due: 'idle',
  processing: 'info',
  late: 'warn',
  very_late: 'bad',
}

function Sum({ sum }: { sum: OutstandingView }) {
  const text = useText()
  const format = useFormat()
  const { currency, minor, ages } = sum
  return (
    <div className="grid gap-3 pt-4">
      <MoneyText money={{ minor, currency }} className="text-figure font-semibold" />
      <Shares
        shares={AGES.filter((age) => ages[age] > 0).map((age) => ({
          name: text(`home.outstanding.age.${age}`),
          tone: TONES[age],
          part: ages[age],
          value: format.money({ minor: ages[age], currency }),
        }))}
      />
    </div>
  )
}

function Next({ invoice, base }: { invoice: InvoiceRow; base: string }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const nameOf = useInvoiceName()
  const { date } = useDue(invoice)
  if (date === null) return null
  return (
    <p className="pt-3 text-meta text-faint">
      {text('home.outstanding.next')}{' '}
      <Link
        to={`${base}/invoices/${invoice.id}`}
        prefetch="intent"
        className="link link-underlined"
      >
        {nameOf(invoice)}
      </Link>
      {text('home.outstanding.nextBy', {
        amount: format.money(invoice.remaining),
        date: format.day(date, 'short', now),
      })}
    </p>
  )
}

interface OutstandingProps {
  sums: OutstandingView[]
  page: InvoicesPage
  freshness: FreshnessView | undefined
  base: string
  /** The invoices are listed beside it, with the way to all of them. */
  beside: boolean
}

function All({ page, base }: Pick<OutstandingProps, 'page' | 'base'>) {
  const text = useText()
  const format = useFormat()
  return (
    <Link to={`${base}/invoices?view=open`} prefetch="intent" className="link">
      {text('home.all', { number: format.number(page.counts.open) })}
    </Link>
  )
}

export function Outstanding({ sums, page, freshness, base, beside }: OutstandingProps) {
  const text = useText()
  const next = page.rows.find(({ state }) => state === 'open')
  const isFresh = freshness !== undefined && !beside
  return (
    <Section
      title={text(beside ? 'home.outstanding.titleBeside' : 'home.outstanding.title')}
      note={
        isFresh ? <Freshness bare source={freshness.source} seenAt={freshness.seenAt} /> : undefined
      }
      aside={sums.length === 0 || beside ? undefined : <All page={page} base={base} />}
    >
      {sums.length === 0 ? (
        <p className="pt-3 text-soft">{text('home.outstanding.empty')}</p>
      ) : (
        <div className="grid gap-4">
          {sums.map((sum) => (
            <Sum key={sum.currency} sum={sum} />
          ))}
        </div>
      )}
      {next === undefined ? null : <Next invoice={next} base={base} />}
    </Section>
  )
}
