/** What happened, newest first, on one line through the icons; what is expected stands above it, paler. */
import type { ReactNode } from 'react'
import type { LucideIcon } from 'lucide-react'
import { cx } from '../cx.ts'
import { Icon } from '../icon.tsx'
import { INK, type Tone } from './tone.ts'

export const Timeline = ({ children }: { children: ReactNode }) => (
  <ol className="timeline grid gap-4 pt-4">{children}</ol>
)

interface TimelineEntryProps {
  icon: LucideIcon
  tone: Tone
  title: ReactNode
  /** When, as it should stand at the end of the line. */
  when: ReactNode
  detail?: ReactNode
  /** `now`: where things stand; `next`: expected and not yet true. */
  stress?: 'now' | 'next' | undefined
  changed?: boolean
  /** What belongs to it and is more than words. */
  children?: ReactNode
}

export function TimelineEntry(props: TimelineEntryProps) {
  const { icon, tone, title, when, detail, stress, changed, children } = props
  const muted = stress === 'next'
  return (
    <li
      className={cx(
        'grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-3',
        changed === true && 'changed changed-block',
      )}
    >
      <Icon of={icon} className={cx('mt-0.5', muted ? 'text-faint' : INK[tone])} />
      <span className={cx(muted && 'text-faint', stress === 'now' && 'font-medium')}>{title}</span>
      <span className="text-meta leading-5 whitespace-nowrap text-faint">{when}</span>
      {detail === null || detail === undefined ? null : (
        <p className="col-span-2 col-start-2 text-dense break-words text-soft">{detail}</p>
      )}
      {children === undefined ? null : (
        <div className="col-span-2 col-start-2 min-w-0">{children}</div>
      )}
    </li>
  )
}
