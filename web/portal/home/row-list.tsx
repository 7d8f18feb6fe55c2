/** A few rows of a list with the way to all of them, or why there are none. */
import type { ReactNode } from 'react'
import type { LucideIcon } from 'lucide-react'
import { Link } from 'react-router'
import { cx } from '../../ui/cx.ts'
import { Blank } from '../../ui/show/blank.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { Section } from '../../ui/show/section.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'

interface RowListProps {
  title: string
  freshness: FreshnessView | undefined
  /** The list itself, and how many are in it. */
  all: { to: string; count: number }
  empty: { icon: LucideIcon; title: string; help: string }
  rows: ReactNode[]
}

export function RowList({ title, freshness, all, empty, rows }: RowListProps) {
  const text = useText()
  const format = useFormat()
  return (
    <Section
      title={title}
      note={
        freshness === undefined ? undefined : (
          <Freshness bare source={freshness.source} seenAt={freshness.seenAt} />
        )
      }
      aside={
        rows.length === 0 ? undefined : (
          <Link to={all.to} prefetch="intent" className="link">
            {text('home.all', { number: format.number(all.count) })}
          </Link>
        )
      }
    >
      {rows.length === 0 ? <Blank {...empty} /> : <ul>{rows}</ul>}
    </Section>
  )
}

interface ThingRowProps {
  to: string
  title: string
  name: string
  changed: boolean
  /** Where it stands; below the rest on phones. */
  state: ReactNode
  /** The figures at the end of the line. */
  children: ReactNode
}

export function ThingRow({ to, title, name, changed, state, children }: ThingRowProps) {
  return (
    <li
      className={cx(
        'relative -mx-3 flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 hover:bg-hover',
        'border-b border-line last:border-b-0',
        changed && 'changed',
      )}
    >
      <span className="min-w-0 flex-1 phone:basis-1/2">
        <Link to={to} prefetch="intent" className="row-link block truncate font-medium">
          {title}
        </Link>
        <span className="text-meta text-faint">{name}</span>
      </span>
      {state}
      {children}
    </li>
  )
}
