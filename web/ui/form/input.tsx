/** A line of text. The frame is a class of its own, so that fields with buttons inside look the same. */
import type { InputHTMLAttributes } from 'react'
import { cx } from '../cx.ts'

export const FRAME =
  'flex w-full items-center gap-2 rounded-2 border border-line-field bg-surface px-2.5 text-field ' +
  'has-[:focus-visible]:outline-2 has-[:focus-visible]:-outline-offset-1 ' +
  'has-[:focus-visible]:outline-brand-ink ' +
  'has-[[aria-invalid]]:border-bad-bar has-[[aria-invalid]]:shadow-[inset_0_0_0_1px_var(--bad-bar)]'

/** Inside a frame: no border and no outline of its own. */
export const BARE = 'min-w-0 grow bg-transparent outline-none'

export function Input({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return (
    <span className={cx(FRAME, className ?? 'h-(--control)')}>
      <input {...rest} className={cx(BARE, 'h-full')} />
    </span>
  )
}
