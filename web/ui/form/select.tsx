/** The browser's own list of choices in our frame: every keyboard, phone and screen reader knows it. */
import type { SelectHTMLAttributes } from 'react'
import { ChevronDown } from 'lucide-react'
import { cx } from '../cx.ts'
import { Icon } from '../icon.tsx'
import { BARE, FRAME } from './input.tsx'

export function Select({ className, children, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <span className={cx(FRAME, 'relative border-line-strong pr-0', className ?? 'h-(--control)')}>
      <select {...rest} className={cx(BARE, 'h-full appearance-none pr-8 text-ink')}>
        {children}
      </select>
      <Icon of={ChevronDown} className="pointer-events-none absolute right-2 text-faint" />
    </span>
  )
}
