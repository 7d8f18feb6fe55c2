/** A number that leads to the rows behind it; nothing to lead to is quiet. */
import { Link } from 'react-router'
import { useCapped } from './use-capped.ts'
import type { Capped } from '../api.ts'

interface CountLinkProps {
  count: Capped
  to: string
  /** What the number is, for those who do not see its column. */
  label: (number: string) => string
}

export function CountLink({ count, to, label }: CountLinkProps) {
  const number = useCapped()(count)
  if (count.n === 0) return <span className="text-faint">{number}</span>
  return (
    <Link
      to={to}
      aria-label={label(number)}
      title={label(number)}
      className="above-link inline-flex min-h-6 items-center rounded-1 underline decoration-line-field decoration-dotted underline-offset-4 hover:text-brand-ink hover:decoration-current"
    >
      {number}
    </Link>
  )
}

export const exact = (n: number): Capped => ({ n, more: false })
