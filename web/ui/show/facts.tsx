/** What is true of a thing, as a definition list. A fact that changed is marked for a moment. */
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'

export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 items-start gap-x-6 gap-y-4 desk:flex desk:flex-wrap desk:gap-x-8">
      {children}
    </dl>
  )
}

interface FactProps {
  name: string
  changed?: boolean
  children: ReactNode
}

export function Fact({ name, changed, children }: FactProps) {
  return (
    <div
      className={cx(
        'min-w-0 desk:min-w-36 desk:flex-auto',
        changed === true && 'changed changed-block',
      )}
    >
      <dt className="mb-0.5 text-meta text-faint">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  )
}
