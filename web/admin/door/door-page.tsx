/** The frame of everything before a session of staff: the mark, one column, a title and what it is about. */
import type { ReactNode } from 'react'
import { ConsoleMark } from '../shell/console-mark.tsx'

interface DoorPageProps {
  title: string
  lead: string
  children: ReactNode
}

export const DoorPage = ({ title, lead, children }: DoorPageProps) => (
  <div data-area="console" className="grid min-h-dvh grid-rows-[auto_1fr]">
    <header
      data-frame
      className="flex h-(--top) items-center border-t-3 border-t-brand bg-side px-6"
    >
      <ConsoleMark />
    </header>
    <main className="mx-auto w-full max-w-[440px] px-6 pt-[8vh] pb-8 phone:pt-8">
      <title>{title}</title>
      <h1>{title}</h1>
      <p className="mt-1 mb-5 break-words text-soft">{lead}</p>
      {children}
    </main>
  </div>
)
