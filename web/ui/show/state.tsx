/** State as icon, word and colour: without a background in lists, as a badge beside a title. */
import type { LucideIcon } from 'lucide-react'
import { cx } from '../cx.ts'
import { Icon } from '../icon.tsx'
import { INK, TINT, type Tone } from './tone.ts'

interface StateProps {
  icon: LucideIcon
  tone: Tone
  word: string
  className?: string
}

const LINE = 'inline-flex items-center gap-1.5 align-middle font-medium whitespace-nowrap'

export const State = ({ icon, tone, word, className }: StateProps) => (
  <span className={cx(LINE, INK[tone], className)}>
    <Icon of={icon} />
    {word}
  </span>
)

export const Badge = ({ icon, tone, word }: StateProps) => (
  <span className={cx(LINE, 'rounded-2 px-2 py-0.5 text-meta', INK[tone], TINT[tone])}>
    <Icon of={icon} />
    {word}
  </span>
)
