/** How far something is on its way: grey up to now, coloured at now. The words beside it say the same. */
import { cx } from '../cx.ts'
import { BAR, type Tone } from './tone.ts'

interface StagesProps {
  count: number
  /** Index of the current stage, from 0. */
  at: number
  tone: Tone
}

export function Stages({ count, at, tone }: StagesProps) {
  return (
    <span aria-hidden className="inline-flex flex-none gap-[3px]">
      {Array.from({ length: count }, (_, index) => (
        <b
          key={index}
          className={cx(
            'h-1 w-4 rounded-full',
            index < at && 'bg-idle-bar',
            index === at && BAR[tone],
            index > at && 'bg-line-strong',
          )}
        />
      ))}
    </span>
  )
}
