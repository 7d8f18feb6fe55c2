/** Radix' dialog: focus stays inside, Escape closes, the page behind is inert and does not scroll. */
import { useState, type ReactNode } from 'react'
import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { cx } from '../cx.ts'
import { Icon } from '../icon.tsx'
import { useText } from '../text/use-text.tsx'

export interface DialogBodyProps {
  title: string
  place: 'top' | 'middle' | 'sheet'
  setOpen: (open: boolean) => void
  children: ReactNode
}

const PLACES: Record<DialogBodyProps['place'], string> = {
  top: 'rise top-[12vh] left-1/2 w-[min(560px,calc(100vw-24px))] -translate-x-1/2 rounded-3 phone:top-2',
  middle:
    'rise top-[16vh] left-1/2 max-h-[76dvh] w-[min(480px,calc(100vw-24px))] -translate-x-1/2 rounded-3 phone:top-auto phone:bottom-3',
  sheet: 'slide-up inset-x-0 bottom-0 max-h-[85dvh] rounded-t-3',
}

export default function DialogBody({ title, place, setOpen, children }: DialogBodyProps) {
  const text = useText()
  // Where the focus goes back to: Radix knows only triggers of its own.
  const [opener] = useState(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement : null,
  )
  return (
    <Dialog.Root open onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (opener?.isConnected === true) opener.focus()
          }}
          className={cx(
            'fixed z-30 flex flex-col overflow-hidden bg-float shadow-float outline-none',
            PLACES[place],
          )}
        >
          {place !== 'top' ? (
            <div className="flex items-center border-b border-line py-1 pr-1 pl-4">
              <Dialog.Title className="grow font-semibold">{title}</Dialog.Title>
              <Dialog.Close
                aria-label={text('common.close')}
                className="grid size-11 place-items-center"
              >
                <Icon of={X} />
              </Dialog.Close>
            </div>
          ) : (
            <Dialog.Title className="sr-only">{title}</Dialog.Title>
          )}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
