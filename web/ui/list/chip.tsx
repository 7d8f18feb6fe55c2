/** A filter that is on (name, value, take away) or one that could be. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { X } from 'lucide-react'
import { cx } from '../cx.ts'
import { Icon } from '../icon.tsx'

const CHIP =
  'inline-flex h-(--chip) items-center gap-1 rounded-2 border text-dense whitespace-nowrap text-soft transition-colors'

interface ChipButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Dashed: not set yet. */
  open?: boolean
  ref?: Ref<HTMLButtonElement>
}

export const ChipButton = ({ open, className, ...rest }: ChipButtonProps) => (
  <button
    type="button"
    {...rest}
    className={cx(
      CHIP,
      'px-2 hover:bg-hover hover:text-ink',
      open === true ? 'border-dashed border-line-strong' : 'border-line-strong',
      className,
    )}
  />
)

interface FilterChipProps {
  /** The button that changes the filter. */
  children: ReactNode
  removeLabel: string
  onRemove: () => void
}

export const FilterChip = ({ children, removeLabel, onRemove }: FilterChipProps) => (
  <span className={cx(CHIP, 'border-line-strong')}>
    {children}
    <button
      type="button"
      aria-label={removeLabel}
      title={removeLabel}
      onClick={onRemove}
      className="-ml-1 grid h-full w-6 place-items-center rounded-2 text-faint hover:text-ink"
    >
      <Icon of={X} size={14} />
    </button>
  </span>
)
