/**
 * A button that opens a menu. The button is ours and always there; the menu itself is Radix and is fetched
 * on hover or focus, which is why its entries are data and not elements.
 */
import { useId, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { MenuBodyProps } from './menu-body.tsx'
import { createLazyPart } from './lazy-part.tsx'

export type MenuEntry =
  | {
      type: 'link'
      to: string
      label: string
      note?: string
      leading?: ReactNode
      checked?: boolean
    }
  | { type: 'action'; label: string; leading?: ReactNode; onSelect: () => void }
  | { type: 'choice'; label: string; checked: boolean; onSelect: () => void }
  | { type: 'words'; content: ReactNode }
  | { type: 'line' }

export interface TriggerProps {
  ref: RefObject<HTMLButtonElement | null>
  id: string
  'aria-haspopup': 'menu' | 'dialog'
  'aria-expanded': boolean
  onClick: () => void
  onPointerEnter: () => void
  onFocus: () => void
}

interface MenuProps {
  entries: MenuEntry[]
  align?: 'start' | 'end'
  side?: 'bottom' | 'top'
  className?: string
  children: (trigger: TriggerProps) => ReactNode
}

const body = createLazyPart<MenuBodyProps>(() => import('./menu-body.tsx'))

export function Menu({
  entries,
  align = 'start',
  side = 'bottom',
  className,
  children,
}: MenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const [wanted, setWanted] = useState(false)
  const [open, setOpen] = useState(false)
  const want = () => {
    body.preload()
    setWanted(true)
  }
  return (
    <span className={className ?? 'relative inline-flex'}>
      {children({
        ref: button,
        id,
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        onClick: () => {
          want()
          setOpen(!open)
        },
        onPointerEnter: want,
        onFocus: want,
      })}
      {wanted ? (
        <body.Part {...{ entries, align, side, open, setOpen, button }} labelledBy={id} />
      ) : null}
    </span>
  )
}
