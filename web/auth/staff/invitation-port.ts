/**
 * Joining staff by the link of an invitation: it is used up by the password that is chosen, and leads on to the second
 * step, where a factor has to be set up. No session is made here. Every link that opens nothing gets the one answer.
 */
import type { Database } from '#db/client.ts'
import { findInvitedStaff, joinStaff, type InvitedStaff } from '#db/system/staff/joining.ts'
import { withSystem } from '#db/system/system.ts'
import type { StaffInvitationPort } from '../../admin/api.ts'
import { findPasswordFault } from '../passwords/password-rules.ts'
import { orBusy, type PasswordWork } from '../passwords/password-work.ts'
import type { StepCookie } from '../session-cookie.ts'
import { beginStaffStep, type StaffStepDeps } from './second-step.ts'

export interface StaffJoinDeps {
  /** Of portside_app: it sets a first password, and can make no session. */
  app: Database
  passwords: PasswordWork
}

interface InvitationDoor {
  join: StaffJoinDeps
  step: StaffStepDeps
  stepCookie: StepCookie
}

export function createStaffInvitationPort({
  join: { app, passwords },
  step,
  stepCookie,
}: InvitationDoor): StaffInvitationPort {
  const findOpen = (token: string): Promise<InvitedStaff | null> =>
    withSystem(app, (trx) => findInvitedStaff(trx, token))
  return {
    async find(token) {
      const invited = await findOpen(token)
      if (!invited) return { type: 'gone' }
      const { name, email, role } = invited
      return { type: 'open', name, email, role }
    },
    async accept(token, password) {
      const invited = await findOpen(token)
      if (!invited) return { type: 'gone' }
      const fault = findPasswordFault(password, invited)
      if (fault) return { type: 'refused', fault }
      const hashed = await orBusy(
        passwords.inTurn(async ({ hash }) =>
          // Whoever waited may be too late: then there is nothing to hash for.
          (await findOpen(token)) === null ? null : hash(password),
        ),
      )
      if (hashed === null) return { type: 'gone' }
      if (typeof hashed !== 'string') return { type: 'refused', fault: 'busy' }
      const id = await withSystem(app, (trx) => joinStaff(trx, token, hashed))
      if (id === null) return { type: 'gone' }
      const setCookie = [stepCookie.write(await beginStaffStep(step, id))]
      return { type: 'joined', to: '/admin/sign-in/step', setCookie }
    },
  }
}
