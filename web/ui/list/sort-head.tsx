/** A column heading that sorts. The arrow shows the direction that is on, and `aria-sort` says it. */
import type { ReactNode } from 'react'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { Link } from 'react-router'
import { cx } from '../cx.ts'
import { Icon } from '../icon.tsx'

interface SortHeadProps {
  /** Where a press leads: this column, or the other direction when it is on already. */
  to: string
  direction: 'asc' | 'desc' | null
  className?: string
  children: ReactNode
}

export function SortHead({ to, direction, className, children }: SortHeadProps) {
  const sorted = direction === 'asc' ? 'ascending' : 'descending'
  return (
    <th scope="col" aria-sort={direction === null ? undefined : sorted} className={className}>
      <Link
        to={to}
        preventScrollReset
        className={cx(
          'group inline-flex items-center gap-0.5 align-middle hover:text-ink',
          className?.startsWith('num') === true && 'flex-row-reverse',
        )}
      >
        {children}
        <Icon
          of={direction === 'desc' ? ArrowDown : ArrowUp}
          size={12}
          className={cx(direction === null && 'opacity-0 group-hover:opacity-60')}
        />
      </Link>
    </th>
  )
}
