/** A session whose person has just shown a second factor goes on under a new id, and is strong from then on. */
import { renewSession } from '#db/system/account/sessions.ts'
import { withSystem } from '#db/system/system.ts'
import { createSessionId } from '#web/auth/session-cookie.ts'
import type { TrpcContext } from '#web/trpc/context.ts'

type Strengthened = Pick<TrpcContext, 'services' | 'renewSession'> & {
  session: { hash: Buffer }
}

/** In a transaction of its own: the change holds the session, and two of them would wait for each other. */
export async function strengthen({ services, session, renewSession: give }: Strengthened) {
  const next = createSessionId()
  const ids = { old: session.hash, new: next.hash }
  const renewed = await withSystem(services.db, (trx) => renewSession(trx, ids, { strong: true }))
  if (renewed) give(next.id)
}
