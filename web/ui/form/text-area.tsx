/** Several lines of text, in the frame of all fields. */
import type { TextareaHTMLAttributes } from 'react'
import { cx } from '../cx.ts'
import { BARE, FRAME } from './input.tsx'

export function TextArea({ className, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <span className={cx(FRAME, 'py-2', className)}>
      <textarea {...rest} className={cx(BARE, 'resize-y')} />
    </span>
  )
}
