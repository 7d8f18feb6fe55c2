/** What can be done with the rows that are selected. Floats above the list, and above the bottom bar on phones. */
import type { ReactNode } from 'react'
import { X } from 'lucide-react'
import { Icon } from '../icon.tsx'

interface SelectionBarProps {
  label: string
  /** Such as the sum of what is selected. */
  detail?: ReactNode
  clearLabel: string
  onClear: () => void
  children: ReactNode
}

/** Links and buttons inside the bar. */
export const BAR_ACTION =
  'inline-flex h-(--control) items-center gap-1.5 rounded-2 px-3 font-medium hover:bg-inverse-hover'

export function SelectionBar({ label, detail, clearLabel, onClear, children }: SelectionBarProps) {
  return (
    <div
      role="toolbar"
      aria-label={label}
      className="rise sticky bottom-4 z-3 mx-auto mt-3 flex w-fit items-center gap-1 rounded-3 bg-inverse p-1 pl-4 text-dense text-on-inverse phone:bottom-[calc(var(--bottom)+12px)] phone:w-full"
    >
      <span className="mr-3 phone:mr-auto" aria-live="polite">
        {label} <span className="text-on-inverse-soft tabular-nums">{detail}</span>
      </span>
      {children}
      <button
        type="button"
        aria-label={clearLabel}
        title={clearLabel}
        onClick={onClear}
        className="grid size-(--control) place-items-center rounded-2 hover:bg-inverse-hover"
      >
        <Icon of={X} />
      </button>
    </div>
  )
}
