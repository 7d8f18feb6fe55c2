/** A button in one of three weights. One primary at most per page: it carries the brand. */
import type { ButtonHTMLAttributes } from 'react'
import { LoaderCircle } from 'lucide-react'
import { cx } from '../cx.ts'

export type ButtonLook = 'primary' | 'secondary' | 'plain'

const LOOKS: Record<ButtonLook, string> = {
  primary: 'border-transparent bg-brand text-on-brand hover:shadow-[inset_0_0_0_99px_var(--shade)]',
  secondary: 'border-line-strong bg-surface text-ink hover:bg-hover',
  plain: 'border-transparent text-soft hover:bg-hover hover:text-ink',
}

const SHAPE =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-2 border text-dense font-medium ' +
  'whitespace-nowrap transition-colors select-none aria-disabled:cursor-default ' +
  'aria-disabled:border-transparent aria-disabled:bg-idle-tint aria-disabled:text-faint'

const HEIGHT = 'h-(--control) px-3'

/** The same shape for links that act like buttons. */
export const buttonClass = (look: ButtonLook = 'secondary', more?: string): string =>
  cx(SHAPE, LOOKS[look], more ?? HEIGHT)

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook
  /** Words while the action is under way; the button stays focusable and does nothing. */
  pending?: string | false
}

export function Button({ look, pending, className, children, onClick, ...rest }: ButtonProps) {
  const busy = typeof pending === 'string'
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cx(buttonClass(look, className === undefined ? undefined : cx(HEIGHT, className)))}
    >
      {busy ? <LoaderCircle className="spin" size={16} strokeWidth={1.75} aria-hidden /> : null}
      {busy ? pending : children}
    </button>
  )
}
