/** A dialog above the page: in the middle (a question), at the top (search), or as a sheet from below on phones. Fetched when opened. */
import { type ReactNode } from 'react'
import { createLazyPart } from './lazy-part.tsx'
import type { DialogBodyProps } from './dialog-body.tsx'

interface DialogProps {
  title: string
  place: DialogBodyProps['place']
  open: boolean
  setOpen: (open: boolean) => void
  children: ReactNode
}

const body = createLazyPart<DialogBodyProps>(() => import('./dialog-body.tsx'))

export const preloadDialog = (): void => body.preload()

export function Dialog({ open, children, ...rest }: DialogProps) {
  if (!open) return null
  return <body.Part {...rest}>{children}</body.Part>
}
