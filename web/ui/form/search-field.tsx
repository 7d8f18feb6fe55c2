/** A search line that can be emptied with one press or with Escape. */
import { useRef, type InputHTMLAttributes } from 'react'
import { Search, X } from 'lucide-react'
import { IconButton } from '../action/icon-button.tsx'
import { cx } from '../cx.ts'
import { Icon } from '../icon.tsx'
import { BARE, FRAME } from './input.tsx'

interface SearchFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  label: string
  clearLabel: string
  value: string
  onValue: (value: string) => void
}

export function SearchField(props: SearchFieldProps) {
  const { label, clearLabel, value, onValue, className, ...rest } = props
  const input = useRef<HTMLInputElement>(null)
  return (
    <span className={cx(FRAME, 'h-(--control) border-line-strong', className)}>
      <Icon of={Search} className="text-faint" />
      <input
        {...rest}
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') onValue('')
        }}
        className={cx(BARE, 'h-full [&::-webkit-search-cancel-button]:hidden')}
      />
      {value !== '' ? (
        <IconButton
          icon={X}
          label={clearLabel}
          onClick={() => {
            onValue('')
            input.current?.focus()
          }}
          className="-mr-1.5 size-6"
        />
      ) : null}
    </span>
  )
}
