/** The column that every page before a session stands in. */
import type { ReactNode } from 'react'
import { TenantMark } from '../../ui/show/tenant-mark.tsx'

interface DoorFrameProps {
  /** Whose mark stands on top. */
  name: string
  title: string
  lead?: string | undefined
  children: ReactNode
}

export function DoorFrame({ name, title, lead, children }: DoorFrameProps) {
  return (
    <main className="mx-auto w-full max-w-[400px] px-6 pt-[12vh] pb-8 phone:pt-10">
      <title>{title}</title>
      <TenantMark name={name} size="large" />
      <h1 className="mt-5">{title}</h1>
      {lead === undefined ? null : <p className="mt-1 text-soft">{lead}</p>}
      <div className="mt-6 grid gap-4">{children}</div>
    </main>
  )
}
