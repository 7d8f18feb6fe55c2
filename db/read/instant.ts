/** PostgreSQL writes `+00:00` and microseconds into JSON; the contracts say ISO in UTC. */
export const instantOf = (text: string): string => new Date(text).toISOString()

export const instantOrNull = (text: string | null): string | null =>
  text === null ? null : instantOf(text)
