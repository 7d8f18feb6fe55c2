/** How long a card is good for, seen from today. */
import { daysBetween } from '../../ui/text/dates.ts'

/** From this many days before its last one, somebody has to act. */
const SOON_DAYS = 60

export type Expiry = 'never' | 'later' | 'soon' | 'over'

/** @param expiresOn its last day; null: it does not expire */
export function expiryOf(expiresOn: string | null, today: string): Expiry {
  if (expiresOn === null) return 'never'
  const days = daysBetween(today, expiresOn)
  if (days < 0) return 'over'
  return days <= SOON_DAYS ? 'soon' : 'later'
}
