/** How long the session still lasts, as the server knows it: other tabs are active too. */
import { BACKGROUND_HEADER } from '#workflows/contracts/live.ts'

export interface Remaining {
  personId: string
  idleMs: number
  absoluteMs: number
}

export type Answer =
  { type: 'alive'; left: Remaining } | { type: 'ended' } | { type: 'unreachable' }

/** @param active a person asks, which is activity; otherwise it is not */
export async function askRemaining({ active }: { active: boolean }): Promise<Answer> {
  try {
    const answer = await fetch('/api/trpc/portal.account.remaining', {
      headers: {
        'content-type': 'application/json',
        // No tenant: this is about the person.
        'x-portside-tenant': '',
        ...(active ? {} : { [BACKGROUND_HEADER]: '1' }),
      },
      cache: 'no-store',
    })
    if (answer.status === 401) return { type: 'ended' }
    if (!answer.ok) return { type: 'unreachable' }
    const { result } = (await answer.json()) as { result: { data: Remaining } }
    return { type: 'alive', left: result.data }
  } catch {
    return { type: 'unreachable' }
  }
}
