/** A checkbox with the size of a fingertip around its mark; `some` is the third state of "select all". */
import type { InputHTMLAttributes } from 'react'
import { cx } from '../cx.ts'

interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  some?: boolean
}

export function Checkbox({ some = false, className, ...rest }: CheckboxProps) {
  return (
    <input
      {...rest}
      type="checkbox"
      ref={(input) => {
        if (input !== null) input.indeterminate = some
      }}
      className={cx('checkbox', className)}
    />
  )
}
