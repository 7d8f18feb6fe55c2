/** One thing that needs a look: why, what it is, and the way to it. The whole row is the link. */
import type { LucideIcon } from 'lucide-react'
import { Link } from 'react-router'
import { buttonClass } from '../../ui/action/button.tsx'
import { cx } from '../../ui/cx.ts'
import { State } from '../../ui/show/state.tsx'
import type { Tone } from '../../ui/show/tone.ts'

interface AttentionRowProps {
  icon: LucideIcon
  tone: Tone
  why: string
  to: string
  name: string
  about: string
  note?: string | null
  action: string
  changed: boolean
}

export function AttentionRow(props: AttentionRowProps) {
  const { icon, tone, why, to, name, about, note, action, changed } = props
  return (
    <li
      className={cx(
        'relative -mx-4 grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 px-4 py-3 desk:grid-cols-[136px_1fr_auto] desk:py-2',
        'border-line not-last:border-b',
        changed && 'changed',
      )}
    >
      <State icon={icon} tone={tone} word={why} className="col-span-full desk:col-span-1" />
      <span className="min-w-0">
        <Link to={to} prefetch="intent" className="row-link font-medium">
          {name}
        </Link>{' '}
        <span className="text-soft">{about}</span>
        {note === null || note === undefined ? null : (
          <span className="block truncate text-meta text-faint">{note}</span>
        )}
      </span>
      <span aria-hidden className={cx(buttonClass('secondary'), 'phone:hidden')}>
        {action}
      </span>
    </li>
  )
}
