/** What the pages before a session use of single sign-on: where an address leads, and the question of an account. */
import type { Request } from 'express'
import { listSsoDoors, type SsoDoor } from '#db/system/sso/doors.ts'
import type { SignOnPort, SignOnDoor } from '../../portal/sign-on/sign-on-api.ts'
import { ownPath } from '../return-path.ts'
import { tenantSlugOf } from '../tenant-slug.ts'
import { emailDomain } from './email-domain.ts'
import { refusalOf } from './refusal.ts'
import {
  findPendingLink,
  mailProof,
  proveByMail,
  proveByPassword,
  visitorFrom,
  type LinkDeps,
} from './link.ts'

export function createSignOnPort(req: Request, deps: LinkDeps): SignOnPort {
  const visitor = visitorFrom(req)
  const pending = deps.ssoCookies.readPending(req.headers.cookie)
  return {
    refusal: refusalOf(req),
    async listDoors({ email, next }) {
      const domain = email === null ? null : emailDomain(email)
      const slug = tenantSlugOf(ownPath(next).split(/[?#]/, 1)[0] ?? '')
      const byDomain = domain === null ? [] : await listSsoDoors(deps.db, { domain })
      if (byDomain.length > 0) return byDomain.map((door) => shown(door, next))
      const bySlug = slug === null ? [] : await listSsoDoors(deps.db, { slug })
      return bySlug.map((door) => shown(door, next))
    },
    async findLink() {
      const found = pending === null ? null : await findPendingLink(deps, pending)
      if (!found) return null
      const { email, loaded } = found
      return { email, tenant: loaded.tenant.name, provider: loaded.provider.name }
    },
    async answerLink(answer) {
      if (pending === null) return { type: 'gone' }
      if (answer.by === 'mail') return mailProof(deps, pending, visitor)
      return answer.by === 'password'
        ? proveByPassword(deps, pending, { password: answer.password, visitor })
        : proveByMail(deps, pending, { proof: answer.proof, visitor })
    },
  }
}

function shown({ providerId, providerName, tenant }: SsoDoor, next: string | null): SignOnDoor {
  const own = ownPath(next, '')
  const query = own === '' ? '' : `?${new URLSearchParams({ next: own })}`
  return { name: providerName, tenant: tenant.name, href: `/auth/sso/${providerId}${query}` }
}
