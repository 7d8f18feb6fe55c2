/** The staff session of one request, looked up at most once, and the ports it stands on. */
import type { IncomingMessage } from 'node:http'
import type { StaffRole } from '#workflows/contracts/access.ts'
import type { StaffId } from '#workflows/contracts/ids.ts'
import { isBackground } from '../request-session.ts'
import type { SessionIdCookie } from '../session-cookie.ts'
import type { SignInStore } from '../sign-in.ts'

export interface StaffMember {
  id: StaffId
  email: string
  name: string
  role: StaffRole
}

export interface StaffSessionStore extends SignInStore<StaffId> {
  /** Null when there is no such session, it ended, or it ran out. */
  authenticate(asked: { hash: Buffer; active: boolean }): Promise<StaffMember | null>
}

export interface StaffRequestSession {
  /** Null without a session cookie of the right shape. */
  readonly hash: Buffer | null
  find(): Promise<StaffMember | null>
}

export interface StaffSessionOptions {
  store: Pick<StaffSessionStore, 'authenticate'>
  cookie: SessionIdCookie
}

export function createStaffSession(
  req: IncomingMessage,
  { store, cookie }: StaffSessionOptions,
): StaffRequestSession {
  const hash = cookie.read(req.headers.cookie)
  let found: Promise<StaffMember | null> | undefined
  return {
    hash,
    find() {
      if (hash === null) return Promise.resolve(null)
      found ??= store.authenticate({ hash, active: !isBackground(req) })
      return found
    },
  }
}
