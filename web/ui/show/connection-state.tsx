/** Whether the page hears of changes. Quiet while it does; a word and a ring when it does not. */
import type { Connection } from '../../live/use-live.ts'
import { cx } from '../cx.ts'
import { useText } from '../text/use-text.tsx'

const DOT: Record<Connection, string> = {
  live: 'bg-ok-bar',
  connecting: 'bg-idle-bar',
  reconnecting: 'shadow-[inset_0_0_0_2px_var(--warn-bar)]',
  offline: 'shadow-[inset_0_0_0_2px_var(--bad-bar)]',
}

export function ConnectionState({ state, className }: { state: Connection; className?: string }) {
  const text = useText()
  return (
    <span
      role="status"
      title={text(`common.live.help.${state}`)}
      className={cx('items-center gap-1.5 px-2 text-meta text-soft', className)}
    >
      <span aria-hidden className={cx('size-[7px] flex-none rounded-full', DOT[state])} />
      {text(`common.live.${state}`)}
    </span>
  )
}
