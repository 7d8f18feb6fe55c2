/** A password that can be shown. The eye keeps its place, so a password manager finds the field as it expects it. */
import { useState, type InputHTMLAttributes } from 'react'
import { Eye, EyeOff } from 'lucide-react'
import { cx } from '../cx.ts'
import { IconButton } from '../action/icon-button.tsx'
import { useText } from '../text/use-text.tsx'
import { BARE, FRAME } from './input.tsx'

export function PasswordInput({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  const text = useText()
  const [shown, setShown] = useState(false)
  return (
    <span className={cx(FRAME, className ?? 'h-(--control)')}>
      <input {...rest} type={shown ? 'text' : 'password'} className={cx(BARE, 'h-full')} />
      <IconButton
        icon={shown ? EyeOff : Eye}
        label={text(shown ? 'signIn.hide' : 'signIn.show')}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="-mr-1.5 size-7"
      />
    </span>
  )
}
