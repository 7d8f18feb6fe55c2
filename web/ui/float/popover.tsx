/** A button that opens a small panel with controls of its own. Fetched on hover or focus, like menus. */
import { useRef, useState, type ReactNode } from 'react'
import { createLazyPart } from './lazy-part.tsx'
import type { TriggerProps } from './menu.tsx'
import type { PopoverBodyProps } from './popover-body.tsx'

interface PopoverProps {
  label: string
  align?: 'start' | 'end'
  className?: string
  trigger: (props: Omit<TriggerProps, 'id'>) => ReactNode
  children: (close: () => void) => ReactNode
}

const body = createLazyPart<PopoverBodyProps>(() => import('./popover-body.tsx'))

export function Popover({ label, align = 'start', className, trigger, children }: PopoverProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [wanted, setWanted] = useState(false)
  const [open, setOpen] = useState(false)
  const want = () => {
    body.preload()
    setWanted(true)
  }
  return (
    <span className={className ?? 'relative inline-flex'}>
      {trigger({
        ref: button,
        'aria-haspopup': 'dialog',
        'aria-expanded': open,
        onClick: () => {
          want()
          setOpen(!open)
        },
        onPointerEnter: want,
        onFocus: want,
      })}
      {wanted ? (
        <body.Part {...{ label, align, open, setOpen, button }}>
          {children(() => setOpen(false))}
        </body.Part>
      ) : null}
    </span>
  )
}
