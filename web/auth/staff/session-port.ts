/** What the console's door uses: who is signed in, the way in, and the way out. */
import type { Request } from 'express'
import type { StaffId } from '#workflows/contracts/ids.ts'
import type { StaffSessionPort } from '../../admin/api.ts'
import { ownPath } from '../return-path.ts'
import type { SignIn } from '../sign-in.ts'
import type { StaffRequestSession, StaffSessionOptions, StaffSessionStore } from './session.ts'

export interface StaffDoor extends StaffSessionOptions {
  store: StaffSessionStore
  signIn: SignIn<StaffId>
}

const HOME = '/admin'
const CONSOLE_PATH = /^\/admin(?:[/?#]|$)/

/** Paths of the console only: its door leads nowhere else. */
export function consolePath(next: string | null): string {
  const own = ownPath(next, HOME)
  return CONSOLE_PATH.test(own) && !own.startsWith('/admin/sign-') ? own : HOME
}

export function createStaffSessionPort(
  req: Request,
  session: StaffRequestSession,
  door: StaffDoor,
): StaffSessionPort {
  const { store, cookie } = door
  return {
    isSignedIn: async () => (await session.find()) !== null,
    pathOf: consolePath,
    async signIn({ email, password, next }) {
      const result = await door.signIn({
        email,
        password,
        address: req.ip ?? 'unknown',
        userAgent: req.get('user-agent') ?? null,
        replaces: session.hash,
      })
      // Comes from a door with `beginStep` only.
      if (result.type === 'second_step') return { type: 'refused' }
      if (result.type !== 'signed_in') return result
      const setCookie = [cookie.write(result.sessionId)]
      return { type: 'signed_in', to: consolePath(next), setCookie }
    },
    async signOut() {
      if (session.hash) await store.end(session.hash, 'signed_out')
      return { setCookie: [cookie.clear()] }
    },
  }
}
