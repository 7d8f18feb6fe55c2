/** Asks whether the session still exists. A refused EventSource does not tell why. */
import { BACKGROUND_HEADER } from '#workflows/contracts/live.ts'
import type { Probe } from './stream.ts'

export const probeSession = async (slug: string): ReturnType<Probe> => {
  try {
    const answer = await fetch('/api/trpc/portal.session.get', {
      headers: {
        'content-type': 'application/json',
        'x-portside-tenant': slug,
        [BACKGROUND_HEADER]: '1',
      },
      cache: 'no-store',
    })
    if (answer.ok) return 'alive'
    // 404: the membership is gone, which ends this page as well.
    return answer.status === 401 || answer.status === 404 ? 'ended' : 'unreachable'
  } catch {
    return 'unreachable'
  }
}
