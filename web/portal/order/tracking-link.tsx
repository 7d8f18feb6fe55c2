/** A link to the carrier's page. It leaves the portal, which says so and tells the carrier nothing of us. */
import { ExternalLink } from 'lucide-react'
import { Icon } from '../../ui/icon.tsx'
import { useText } from '../../ui/text/use-text.tsx'

export function TrackingLink({ url, words }: { url: string | null; words: string }) {
  const text = useText()
  if (url === null) return <>{words}</>
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className="link link-underlined">
      {words} <Icon of={ExternalLink} size={12} className="inline align-baseline" />
      <span className="sr-only">{text('order.shipments.newWindow')}</span>
    </a>
  )
}
