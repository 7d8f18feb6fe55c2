/** Words of a machine: event types, keys and ids, where they are what is looked for. */
import { cx } from '../../ui/cx.ts'

export const CodeText = ({ children, className }: { children: string; className?: string }) => (
  <code className={cx('font-mono text-meta break-all', className)}>{children}</code>
)
