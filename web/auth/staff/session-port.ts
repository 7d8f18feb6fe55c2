/** What the console's door uses: who is signed in, the way in by password and second factor, and the way out. */
import type { Request } from 'express'
import type { StaffId } from '#workflows/contracts/ids.ts'
import type { StaffSessionPort, StaffStepOutcome } from '../../admin/api.ts'
import { clientOf } from '../../server/request-facts.ts'
import { ownPath } from '../return-path.ts'
import { openSession } from '../open-session.ts'
import type { StepCookie } from '../session-cookie.ts'
import type { SignInLimits } from '../sign-in-limits.ts'
import type { SignIn } from '../sign-in.ts'
import type { StaffJoinDeps } from './invitation-port.ts'
import { findStaffStep, finishStaffStep, type StaffStepDeps } from './second-step.ts'
import type { StaffRequestSession, StaffSessionOptions, StaffSessionStore } from './session.ts'

export interface StaffDoor extends StaffSessionOptions {
  store: StaffSessionStore
  limits: SignInLimits
  /** Leads to the second step; a password alone makes no session. */
  signIn: SignIn<StaffId>
  step: StaffStepDeps
  stepCookie: StepCookie
  join: StaffJoinDeps
}

const HOME = '/admin'
const CONSOLE_PATH = /^\/admin(?:[/?#]|$)/

/** Paths of the console only: its door leads nowhere else. */
export function consolePath(next: string | null): string {
  const own = ownPath(next, HOME)
  return CONSOLE_PATH.test(own) && !own.startsWith('/admin/sign-') ? own : HOME
}

const stepPath = (next: string): string =>
  `/admin/sign-in/step${next === HOME ? '' : `?${new URLSearchParams({ next })}`}`

export function createStaffSessionPort(
  req: Request,
  session: StaffRequestSession,
  door: StaffDoor,
): StaffSessionPort {
  const { store, cookie, step, stepCookie } = door
  const token = stepCookie.read(req.headers.cookie)
  const { address, userAgent } = clientOf(req)
  return {
    isSignedIn: async () => (await session.find()) !== null,
    pathOf: consolePath,
    async signIn({ email, password, next }) {
      const result = await door.signIn({ email, password, address, userAgent, replaces: null })
      // Everybody of staff has a second step.
      if (result.type === 'signed_in') return { type: 'refused' }
      if (result.type !== 'second_step') return result
      const setCookie = [stepCookie.write(result.step)]
      return { type: 'second_step', to: stepPath(consolePath(next)), setCookie }
    },
    findStep: () => (token === null ? Promise.resolve(null) : findStaffStep(step, token)),
    async finishStep({ code, next }): Promise<StaffStepOutcome> {
      const over: StaffStepOutcome = { type: 'over', setCookie: [stepCookie.clear()] }
      if (token === null) return over
      const result = await finishStaffStep(step, { token, code })
      if (result.type === 'over') return over
      if (result.type !== 'right') return result
      await door.limits.forgive({ email: result.email, address })
      const id = await openSession(store, {
        ...{ personId: result.staffId, address, userAgent, replaces: session.hash },
        ...{ method: 'password', strong: true },
      })
      return {
        type: 'signed_in',
        to: consolePath(next),
        recoveryCodes: result.recoveryCodes,
        setCookie: [stepCookie.clear(), cookie.write(id)],
      }
    },
    async signOut() {
      if (session.hash) await store.end(session.hash, 'signed_out')
      return { setCookie: [cookie.clear()] }
    },
  }
}
