/** Where the numbers of a connection lead: to the rows that were counted. */
import type { ConnectionFacts } from '../api.ts'

type Outcome = 'waiting' | 'quarantined' | 'unmapped'

export const connectionPath = (id: string): string => `/admin/connections/${id}`

export const runPath = (id: string): string => `/admin/runs/${id}`

export const inboxOf = (connectionId: string, outcome?: Outcome): string =>
  `/admin/inbox?${new URLSearchParams({
    connection: connectionId,
    ...(outcome === undefined ? {} : { outcome }),
  }).toString()}`

export const tenantsOf = (connectionId: string): string =>
  `/admin/tenants?${new URLSearchParams({ connection: connectionId }).toString()}`

export interface ErrorRate {
  count: number
  /** Of everything that came in or was refused in the last hour; 0 to 1. */
  share: number
}

export function errorRateOf({ hour }: Pick<ConnectionFacts, 'hour'>): ErrorRate {
  const count = hour.failed + hour.refused
  const all = hour.received.n + hour.refused
  return { count, share: all === 0 ? 0 : count / all }
}
