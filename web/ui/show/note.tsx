/** A message that belongs to the page: what is wrong, since when, and what happens now. */
import type { ReactNode } from 'react'
import type { LucideIcon } from 'lucide-react'
import { cx } from '../cx.ts'
import { Icon } from '../icon.tsx'
import { INK, TINT, type Tone } from './tone.ts'

interface NoteProps {
  icon: LucideIcon
  tone: Tone
  className?: string
  children: ReactNode
}

export function Note({ icon, tone, className, children }: NoteProps) {
  return (
    <div
      role="status"
      className={cx('flex gap-3 rounded-2 px-4 py-3 text-dense', TINT[tone], className)}
    >
      <Icon of={icon} className={cx('mt-px', INK[tone])} />
      <div className="grow">{children}</div>
    </div>
  )
}
