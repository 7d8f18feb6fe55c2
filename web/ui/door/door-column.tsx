/** One column and nothing else, for everything around the door. */
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { TenantMark } from '../show/tenant-mark.tsx'

interface DoorColumnProps {
  /** Whose mark stands on top. */
  mark: string
  title: string
  lead?: string | undefined
  /** For what has more than a form. */
  wide?: boolean
  children: ReactNode
}

export function DoorColumn({ mark, title, lead, wide = false, children }: DoorColumnProps) {
  return (
    <main
      className={cx(
        'mx-auto w-full px-6 pt-[12vh] pb-8 phone:pt-10',
        wide ? 'max-w-[440px]' : 'max-w-[408px]',
      )}
    >
      <title>{title}</title>
      <TenantMark name={mark} size="large" />
      <h1 className="mt-5">{title}</h1>
      {lead === undefined ? null : <p className="mt-1 text-soft">{lead}</p>}
      {children}
    </main>
  )
}
