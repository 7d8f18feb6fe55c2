/** Parts of a whole as a bar, with each part in words and figures below: the bar alone says nothing. */
import { cx } from '../cx.ts'
import { BAR, FILL, type Tone } from './tone.ts'

interface Share {
  name: string
  tone: Tone
  /** Its weight in the bar. */
  part: number
  value: string
}

export function Shares({ shares }: { shares: Share[] }) {
  const whole = shares.reduce((sum, { part }) => sum + part, 0)
  const starts = shares.map((_, at) => shares.slice(0, at).reduce((sum, { part }) => sum + part, 0))
  return (
    <>
      {/* Widths as attributes: the content security policy takes no inline styles. */}
      <svg aria-hidden width="100%" height="6" className="block overflow-hidden rounded-full">
        {shares.map(({ name, tone, part }, at) => (
          <rect
            key={name}
            x={`${((starts[at] ?? 0) / whole) * 100}%`}
            width={`${(part / whole) * 100}%`}
            height="6"
            className={FILL[tone]}
          />
        ))}
      </svg>
      <dl className="grid gap-1 text-dense">
        {shares.map(({ name, tone, value }) => (
          <div key={name} className="flex items-center gap-2">
            <dt className="flex grow items-center gap-2 text-soft">
              <span aria-hidden className={cx('size-2 rounded-1', BAR[tone])} />
              {name}
            </dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
