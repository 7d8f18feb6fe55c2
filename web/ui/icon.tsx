/** One size and weight for every icon. Icons are decoration: the word beside them, or a label, names the thing. */
import type { LucideIcon } from 'lucide-react'
import { cx } from './cx.ts'

interface IconProps {
  of: LucideIcon
  size?: 12 | 14 | 16 | 20
  className?: string
}

export function Icon({ of: Shape, size = 16, className }: IconProps) {
  return <Shape size={size} strokeWidth={1.75} aria-hidden className={cx('flex-none', className)} />
}
