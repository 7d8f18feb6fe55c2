/** What the pages around the door use, bound to one request: its cookies, its address and its session. */
import type { Request } from 'express'
import type { ConfirmOutcome, DoorPort, StepOutcome } from '../../portal/sign-in/door-api.ts'
import { clientOf } from '../../server/request-facts.ts'
import { answerNewAddress, findAddressLink } from '../account/email-change.ts'
import { askForPasskey } from '../passkeys/assert.ts'
import type { RequestSession } from '../request-session.ts'
import { ownPath } from '../return-path.ts'
import type { SessionCookies } from '../session-cookie.ts'
import { confirmPerson, findConfirm } from './confirm.ts'
import { signInByPasskey } from './passkey-sign-in.ts'
import { isResetOpen, requestReset, resetPassword } from './password-reset.ts'
import {
  findStep,
  finishStep,
  type LinkInWaiting,
  type OpenStep,
  type StepDeps,
} from './second-step.ts'

export interface DoorDeps extends StepDeps {
  cookies: SessionCookies
}

/** What one request brings besides. */
export interface DoorVisit {
  /** An identity that waits for its account to agree; null: none. */
  link: LinkInWaiting | null
}

export function createDoorPort(
  req: Request,
  session: RequestSession,
  deps: DoorDeps & DoorVisit,
): DoorPort {
  const { services } = deps
  const { address } = clientOf(req)
  return {
    ...createWaysIn(req, session, deps),
    requestReset: (email) => requestReset(services, { email, address }),
    isResetOpen: (token) => isResetOpen(services, token),
    resetPassword: (input) => resetPassword(services, { ...input, address }),
    findEmailChange: (token) => findAddressLink(services, token),
    answerEmailChange: (input) => answerNewAddress(services, input),
    ...createConfirm(session, deps),
  }
}

type WaysIn = Pick<
  DoorPort,
  'findStep' | 'finishStep' | 'askForStepPasskey' | 'askForPasskey' | 'signInByPasskey'
>

function createWaysIn(req: Request, session: RequestSession, deps: DoorDeps & DoorVisit): WaysIn {
  const { services, cookies, link } = deps
  const token = cookies.step.read(req.headers.cookie)
  const client = clientOf(req)
  const from = { ...client, replaces: session.hash }
  const open = (): Promise<OpenStep | null> =>
    token === null ? Promise.resolve(null) : findStep(services, token)
  return {
    findStep: async () => (await open())?.factors ?? null,
    async finishStep({ proof, next }) {
      const over: StepOutcome = { type: 'over', setCookie: [cookies.step.clear()] }
      if (token === null) return over
      const result = await finishStep(deps, { ...from, token, proof, link })
      if (result.type === 'over') return over
      if (result.type !== 'signed_in') return result
      const setCookie = [cookies.write(result.sessionId), cookies.step.clear()]
      return { type: 'signed_in', to: result.to ?? ownPath(next), setCookie }
    },
    async askForStepPasskey() {
      const step = await open()
      return step === null ? null : askForPasskey(services, step.personId)
    },
    async askForPasskey() {
      const { allowed } = await services.tries.take('passkey_address', client.address)
      return allowed ? askForPasskey(services, null) : null
    },
    async signInByPasskey({ response, next }) {
      const result = await signInByPasskey(deps, { ...from, response })
      if (result.type !== 'signed_in') return result
      const setCookie = [cookies.write(result.sessionId), cookies.step.clear()]
      return { type: 'signed_in', to: ownPath(next), setCookie }
    },
  }
}

function createConfirm(
  session: RequestSession,
  { services, cookies }: DoorDeps,
): Pick<DoorPort, 'findConfirm' | 'askToConfirm' | 'confirm'> {
  return {
    async findConfirm() {
      const found = await session.find(null)
      return found === null ? null : findConfirm(services, found)
    },
    async askToConfirm() {
      const found = await session.find(null)
      return found === null ? null : askForPasskey(services, found.person.id)
    },
    async confirm(shown): Promise<ConfirmOutcome> {
      const found = await session.find(null)
      const { hash } = session
      if (found === null || hash === null) return { type: 'refused' }
      const result = await confirmPerson(services, { found, hash }, shown)
      if (result.type !== 'confirmed') return result
      const { sessionId } = result
      return { type: 'confirmed', setCookie: sessionId === null ? [] : [cookies.write(sessionId)] }
    },
  }
}
