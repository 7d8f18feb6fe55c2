/** A link that leaves the portal, which it says; the other side is told nothing of where one came from. */
import type { ReactNode } from 'react'
import { ExternalLink } from 'lucide-react'
import { Icon } from '../icon.tsx'
import { useText } from '../text/use-text.tsx'

interface OutsideLinkProps {
  /** Null: the words alone. */
  url: string | null
  /** Instead of the look of a link in text. */
  className?: string
  children: ReactNode
}

export function OutsideLink({ url, className, children }: OutsideLinkProps) {
  const text = useText()
  if (url === null) return <>{children}</>
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      className={className ?? 'link link-underlined'}
    >
      {children} <Icon of={ExternalLink} size={12} className="inline align-baseline" />
      <span className="sr-only">{text('common.newWindow')}</span>
    </a>
  )
}
