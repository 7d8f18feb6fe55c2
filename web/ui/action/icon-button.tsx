/** A square button of one icon. The name is required, since the icon says nothing to a screen reader. */
import type { ButtonHTMLAttributes } from 'react'
import type { LucideIcon } from 'lucide-react'
import { Icon } from '../icon.tsx'
import { buttonClass, type ButtonLook } from './button.tsx'

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: LucideIcon
  label: string
  look?: ButtonLook
  className?: string
}

export function IconButton({ icon, label, look = 'plain', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={buttonClass(look, className ?? 'size-(--control)')}
    >
      <Icon of={icon} />
    </button>
  )
}
