/** One column and nothing else, for everything around the door. */
import type { ReactNode } from 'react'
import { TenantMark } from '../../ui/show/tenant-mark.tsx'

interface DoorColumnProps {
  mark: string
  title: string
  children: ReactNode
}

export function DoorColumn({ mark, title, children }: DoorColumnProps) {
  return (
    <main className="mx-auto w-full max-w-[408px] px-6 pt-[12vh] pb-8 phone:pt-10">
      <title>{title}</title>
      <TenantMark name={mark} size="large" />
      <h1 className="mt-5">{title}</h1>
      {children}
    </main>
  )
}
