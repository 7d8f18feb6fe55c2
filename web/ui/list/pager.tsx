/** Where one is in a list, and the way to the pages around. */
import type { ReactNode } from 'react'
import { ChevronLeft, ChevronRight, type LucideIcon } from 'lucide-react'
import { Link } from 'react-router'
import { buttonClass } from '../action/button.tsx'
import { Icon } from '../icon.tsx'

interface PagerProps {
  label: string
  /** "1–50 of 420" */
  range: ReactNode
  size: ReactNode
  previous: PageLink
  next: PageLink
}

interface PageLink {
  label: string
  /** Null: there is none. */
  to: string | null
}

function Step({ link, icon }: { link: PageLink; icon: LucideIcon }) {
  const shape = buttonClass('secondary', 'size-(--control)')
  if (link.to === null) {
    return (
      <span role="link" aria-disabled="true" aria-label={link.label} className={shape}>
        <Icon of={icon} />
      </span>
    )
  }
  return (
    <Link to={link.to} prefetch="intent" aria-label={link.label} className={shape}>
      <Icon of={icon} />
    </Link>
  )
}

export function Pager({ label, range, size, previous, next }: PagerProps) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-2 pt-3">
      <p className="grow text-meta text-faint tabular-nums">{range}</p>
      {size}
      <Step link={previous} icon={ChevronLeft} />
      <Step link={next} icon={ChevronRight} />
    </nav>
  )
}
