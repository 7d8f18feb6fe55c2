/** Rows to come, at the height they will have, so that nothing moves when they arrive. */
import { cx } from '../cx.ts'

const WIDTHS = ['w-1/2', 'w-2/5', 'w-3/5', 'w-1/3', 'w-[46%]']

export function SkeletonRows({ count, label }: { count: number; label: string }) {
  return (
    <div className="late-in">
      <ul aria-hidden>
        {Array.from({ length: count }, (_, index) => (
          <li
            key={index}
            className="flex h-(--row) items-center gap-6 border-b border-line phone:h-22"
          >
            <b className="breathe h-2.5 w-18 rounded-full bg-idle-tint" />
            <b
              className={cx(
                'breathe h-2.5 rounded-full bg-idle-tint',
                WIDTHS[index % WIDTHS.length],
              )}
            />
            <b className="breathe ml-auto h-2.5 w-16 rounded-full bg-idle-tint" />
          </li>
        ))}
      </ul>
      <span role="status" className="sr-only">
        {label}
      </span>
    </div>
  )
}
