/** What pages outside a tenant use: the door, the way in, and the way out. */
import type { Request } from 'express'
import type { Door, GateView, SessionPort, TenantBrief } from '../portal/api.ts'
import { createDoorPort, type DoorDeps, type DoorVisit } from './door/door-port.ts'
import { clientOf } from '../server/request-facts.ts'
import type { RequestSession } from './request-session.ts'
import { ownPath } from './return-path.ts'
import type { SessionStore } from './session-store.ts'
import { tenantSlugOf } from './tenant-slug.ts'
import type { SignIn } from './sign-in.ts'
import { createViewPort, type ViewEnds } from './view-as/view-port.ts'

export interface SessionPortDeps extends DoorDeps {
  store: SessionStore
  signIn: SignIn
  views: ViewEnds
  operatorName: string
  /** Name and colour of an active tenant, for the sign-in page. */
  findBrand(slug: string): Promise<{ name: string; brandColor: string } | null>
}

const NOT_OWN = ''

export function createSessionPort(
  req: Request,
  session: RequestSession,
  deps: SessionPortDeps & DoorVisit,
): SessionPort {
  const { store, cookies, operatorName } = deps
  return {
    ...createDoorPort(req, session, deps),
    async find() {
      const found = await session.find(null)
      if (!found) return null
      const last = cookies.readLastTenant(req.headers.cookie)
      return {
        tenants: found.tenants.map(({ slug, name, brandColor }) => ({ slug, name, brandColor })),
        lastTenant: found.tenants.some((tenant) => tenant.slug === last) ? last : null,
      }
    },
    async signIn({ email, password, next }) {
      const result = await deps.signIn({
        ...{ email, password, ...clientOf(req) },
        replaces: session.hash,
      })
      if (result.type === 'second_step') {
        return { type: 'second_step', setCookie: [cookies.step.write(result.step)] }
      }
      if (result.type !== 'signed_in') return result
      return { type: 'signed_in', to: ownPath(next), setCookie: [cookies.write(result.sessionId)] }
    },
    async signOut() {
      if (session.hash) await store.signOut(session.hash, clientOf(req))
      return { setCookie: [cookies.clear()] }
    },
    async findGate(next): Promise<GateView | null> {
      const own = ownPath(next)
      const found = await session.find(tenantSlugOf(own.split(/[?#]/, 1)[0] ?? ''))
      if (!found?.tenant?.gate) return null
      const { gate, slug, name, brandColor } = found.tenant
      return { gate, tenant: { slug, name, brandColor }, next: own, person: found.person }
    },
    view: createViewPort(req, session, deps),
    async findDoor(next): Promise<Door> {
      const own = ownPath(next, NOT_OWN)
      const slug = tenantSlugOf(own.split(/[?#]/, 1)[0] ?? '')
      const brand = slug === null ? null : await deps.findBrand(slug)
      const tenant: TenantBrief | null = slug === null || brand === null ? null : { slug, ...brand }
      return { operator: { name: operatorName }, tenant, next: own === NOT_OWN ? null : own }
    },
  }
}
