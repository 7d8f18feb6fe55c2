/** What pages say about the view by staff that a browser has: whether it counts, why it is over, and its end. */
import type { Request } from 'express'
import type { TenantId } from '#workflows/contracts/ids.ts'
import type { ViewOver, ViewPort } from '../../portal/api.ts'
import { factsOf } from '../../server/request-facts.ts'
import type { RequestSession } from '../request-session.ts'
import type { SessionCookies } from '../session-cookie.ts'
import { tenantSlugOf } from '../tenant-slug.ts'

export interface ViewEnds {
  /** `why`: null while it is in force. */
  find(hash: Buffer): Promise<{ tenantId: TenantId; slug: string; why: ViewOver } | null>
  /** Tells the customer, once. */
  end(view: { hash: Buffer; tenantId: TenantId; requestId: string }): Promise<unknown>
}

interface ViewPortDeps {
  cookies: Pick<SessionCookies, 'view'>
  views: ViewEnds
}

export function createViewPort(
  req: Request,
  session: Pick<RequestSession, 'isView'>,
  { cookies, views }: ViewPortDeps,
): ViewPort {
  const known = cookies.view.read(req.headers.cookie)
  const find = () => (known === null ? Promise.resolve(null) : views.find(known.hash))
  const gone = [cookies.view.clear()]
  return {
    countsFor: (path) => session.isView(tenantSlugOf(path)),
    async find() {
      const view = await find()
      return view?.why === null ? { slug: view.slug } : { over: view?.why ?? null, setCookie: gone }
    },
    async end() {
      const view = await find()
      if (known !== null && view?.why === null) {
        const { requestId } = factsOf(req)
        await views.end({ hash: known.hash, tenantId: view.tenantId, requestId })
      }
      return { setCookie: gone }
    },
  }
}
