/** The floating half of a popover: Radix brings focus, dismissal and placing. */
import type { ReactNode, RefObject } from 'react'
import { Popover } from 'radix-ui'

export interface PopoverBodyProps {
  label: string
  align: 'start' | 'end'
  open: boolean
  setOpen: (open: boolean) => void
  button: RefObject<HTMLButtonElement | null>
  children: ReactNode
}

export default function PopoverBody(props: PopoverBodyProps) {
  const { label, align, open, setOpen, button, children } = props
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Anchor asChild>
        <span aria-hidden className="pointer-events-none absolute inset-0" />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align={align}
          aria-label={label}
          sideOffset={4}
          collisionPadding={8}
          onInteractOutside={(event) => {
            const target = event.detail.originalEvent.target
            if (target instanceof Node && button.current?.contains(target)) event.preventDefault()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            button.current?.focus()
          }}
          className="rise z-20 max-h-(--radix-popover-content-available-height) w-64 overflow-y-auto rounded-3 bg-float p-2 shadow-float outline-none"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
