/** Label above, control, help or error below. The control gets its ids from here, so nothing can be unlabelled. */
import { useId, type ReactNode } from 'react'
import { CircleAlert } from 'lucide-react'
import { Icon } from '../icon.tsx'

export interface ControlIds {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: true
}

interface FieldProps {
  label: string
  help?: string | undefined
  error?: string | undefined
  /** A link or control at the end of the label's line. */
  aside?: ReactNode
  id?: string
  children: (ids: ControlIds) => ReactNode
}

export function Field({ label, help, error, aside, id, children }: FieldProps) {
  const made = useId()
  const own = id ?? made
  const note = error ?? help
  const describes = `${own}-note`
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <div className="flex items-baseline gap-2">
        <label htmlFor={own} className="grow text-dense font-medium">
          {label}
        </label>
        {aside}
      </div>
      {children({
        id: own,
        ...(note === undefined ? {} : { 'aria-describedby': describes }),
        ...(error === undefined ? {} : { 'aria-invalid': true as const }),
      })}
      {error !== undefined ? (
        <p id={describes} className="flex gap-1.5 text-meta text-bad">
          <Icon of={CircleAlert} size={14} className="mt-px" />
          {error}
        </p>
      ) : null}
      {error === undefined && help !== undefined ? (
        <p id={describes} className="text-meta text-faint">
          {help}
        </p>
      ) : null}
    </div>
  )
}
