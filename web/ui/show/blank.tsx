/** A list with nothing in it: what it is for, why it is empty, and the one thing to do. */
import type { ReactNode } from 'react'
import type { LucideIcon } from 'lucide-react'
import { Icon } from '../icon.tsx'
import { State } from './state.tsx'

interface BlankProps {
  icon: LucideIcon
  title: string
  help?: string
  action?: ReactNode
  /** Something failed: said in red, with the icon beside the words. */
  failed?: boolean
}

export function Blank({ icon, title, help, action, failed }: BlankProps) {
  return (
    <div className="rise grid justify-items-start gap-1 py-5">
      {failed === true ? (
        <State icon={icon} tone="bad" word={title} />
      ) : (
        <>
          <Icon of={icon} className="text-faint" />
          <p className="font-medium">{title}</p>
        </>
      )}
      {help === undefined ? null : <p className="max-w-[44ch] text-soft">{help}</p>}
      {action === undefined ? null : <div className="mt-3">{action}</div>}
    </div>
  )
}
