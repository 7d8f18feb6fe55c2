/** Where goods are, by the carrier's own number or page; nothing where neither is known. */
import { OutsideLink } from '../../ui/action/outside-link.tsx'
import { useText } from '../../ui/text/use-text.tsx'

interface TrackingProps {
  trackingNumber: string | null
  trackingUrl: string | null
}

export function Tracking({ trackingNumber: number, trackingUrl: url }: TrackingProps) {
  const text = useText()
  const link =
    number === null ? text('order.shipments.trackPlain') : text('order.shipments.track', { number })
  return <OutsideLink url={url}>{url === null ? number : link}</OutsideLink>
}
