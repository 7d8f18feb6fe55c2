/** Words that messages about connections share: what a source is called, and a moment for readers anywhere. */
import type { Source } from '#workflows/contracts/sources.ts'

export const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  orders: 'orders',
  hubspot: 'HubSpot',
  stripe: 'Stripe',
}

/** @example minuteOf(new Date('2026-11-23T10:04:05Z')) // '2026-11-23 10:04 UTC' */
export const minuteOf = (at: Date): string =>
  `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
