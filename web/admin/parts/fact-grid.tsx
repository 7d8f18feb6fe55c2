/** Facts in columns that line up: a console is compared line by line, not read. */
import type { ReactNode } from 'react'

export const FactGrid = ({ children }: { children: ReactNode }) => (
  <dl className="grid grid-cols-2 items-start gap-x-6 gap-y-4 desk:grid-cols-4">{children}</dl>
)
