/**
 * What loaders and actions of one request get: the tRPC caller (same process, no hop), the door, the nonce and the
 * request's id. The page build has its own copy of every module, so everything reaches it through these contexts.
 */
import type { Request, Response } from 'express'
import { RouterContextProvider } from 'react-router'
import { createInvitationPort, type InvitationDeps } from '../auth/invitation/invitation-port.ts'
import { createRequestSession, type RequestSession } from '../auth/request-session.ts'
import { createSessionPort, type SessionPortDeps } from '../auth/session-port.ts'
import { tenantSlugOf } from '../auth/tenant-slug.ts'
import {
  apiContext,
  consoleContext,
  invitationContext,
  nonceContext,
  requestIdContext,
  sessionContext,
  signOnContext,
} from '../load-context.ts'
import type { ConsolePort } from '../admin/api.ts'
import { createStaffInvitationPort } from '../auth/staff/invitation-port.ts'
import { createStaffSession } from '../auth/staff/session.ts'
import { createStaffSessionPort, type StaffDoor } from '../auth/staff/session-port.ts'
import type { StaffServices } from '../trpc/admin/context.ts'
import { createStaffCaller } from '../trpc/admin/router.ts'
import { createSignOnPort } from '../auth/sso/sign-on-port.ts'
import { linkInWaiting, type LinkDeps } from '../auth/sso/link.ts'
import type { TrpcServices } from '../trpc/context.ts'
import { createCaller } from '../trpc/router.ts'
import { clientOf, factsOf } from './request-facts.ts'

export interface ConsoleDeps {
  services: StaffServices
  door: StaffDoor
}

export interface LoadContextDeps {
  services: TrpcServices
  door: SessionPortDeps
  sso: LinkDeps
  invitations: InvitationDeps
  /** Null: this process serves no console. */
  console: ConsoleDeps | null
}

export function createLoadContext(
  req: Request,
  res: Response,
  { services, door, sso, invitations, console }: LoadContextDeps,
): RouterContextProvider {
  const { nonce, requestId } = factsOf(req)
  const session = rememberTenant(req, res, door)
  const tenantSlug = tenantSlugOf(req.path)
  const context = new RouterContextProvider()
  context.set(nonceContext, nonce)
  context.set(requestIdContext, requestId)
  context.set(
    sessionContext,
    createSessionPort(req, session, { ...door, link: linkInWaiting(req, sso) }),
  )
  context.set(signOnContext, createSignOnPort(req, sso))
  context.set(invitationContext, createInvitationPort(req, session, invitations))
  context.set(
    apiContext,
    createCaller({
      ...{ services, session, tenantSlug, requestId },
      client: clientOf(req),
      renewSession: (id) => void res.append('Set-Cookie', door.cookies.write(id)),
    }),
  )
  if (console) context.set(consoleContext, createConsolePort(req, console))
  return context
}

function createConsolePort(req: Request, { services, door }: ConsoleDeps): ConsolePort {
  const session = createStaffSession(req, door)
  const { requestId } = factsOf(req)
  return {
    api: createStaffCaller({ services, session, requestId }).admin,
    session: createStaffSessionPort(req, session, door),
    invitation: createStaffInvitationPort(door),
  }
}

/**
 * For `/` only, which leads to the tenant used last. Remembered once the membership is known: a link to somebody
 * else's tenant must not make `/` forget one's own.
 */
function rememberTenant(req: Request, res: Response, door: SessionPortDeps): RequestSession {
  const session = createRequestSession(req, door)
  let remembered = door.cookies.readLastTenant(req.headers.cookie)
  return {
    ...session,
    async find(slug) {
      const found = await session.find(slug)
      // A view by staff leaves nothing behind in what is the member's.
      const own = found?.viewAs === null ? found.tenant?.slug : undefined
      if (own !== undefined && own !== remembered && req.method === 'GET' && !res.headersSent) {
        remembered = own
        res.append('Set-Cookie', door.cookies.writeLastTenant(own))
      }
      return found
    },
  }
}
