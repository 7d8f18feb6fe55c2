/** The end of every way in: a session under an id that was never used, in place of the one the browser came with. */
import type { PersonId } from '#workflows/contracts/ids.ts'
import { createSessionId } from './session-cookie.ts'
import type { NewSession, SessionStore } from './session-store.ts'

/** Absolute lifetime of a session, whatever is done with it, in milliseconds. */
const SESSION_LIFETIME_MS = 12 * 3600_000

export interface OpenedStore<Id = PersonId> {
  start(session: NewSession<Id>): Promise<void>
  end: SessionStore['end']
}

export type SessionToOpen<Id = PersonId> = Omit<
  NewSession<Id>,
  'hash' | 'lifetimeMs' | 'provider'
> & {
  /** Whose identity provider vouched, for `sso` only. */
  provider?: NewSession['provider']
  /** Hash of the session id the browser came with, whoever's it was. */
  replaces: Buffer | null
}

/** @returns the id of the new session; the one it replaces is over */
export async function openSession<Id>(
  store: OpenedStore<Id>,
  { replaces, provider = null, ...session }: SessionToOpen<Id>,
): Promise<string> {
  const { personId, address, userAgent, method, strong } = session
  const { id, hash } = createSessionId()
  await store.start({
    ...{ hash, personId, address, userAgent, method, strong, provider },
    lifetimeMs: SESSION_LIFETIME_MS,
  })
  if (replaces) await store.end(replaces, 'rotated')
  return id
}
