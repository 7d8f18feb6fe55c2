/** What the page behind an invitation's link uses. Every link that opens nothing gets the one same answer. */
import type { Request } from 'express'
import type { Database } from '#db/client.ts'
import type {
  InvitationPort,
  InvitationSight,
  JoinFault,
} from '../../portal/invitation/invitation-api.ts'
import { clientOf, factsOf } from '../../server/request-facts.ts'
import { openSession } from '../open-session.ts'
import { orBusy, type PasswordWork } from '../passwords/password-work.ts'
import { findPasswordFault } from '../passwords/password-rules.ts'
import type { RequestSession } from '../request-session.ts'
import type { SessionCookies } from '../session-cookie.ts'
import type { SessionStore } from '../session-store.ts'
import { acceptInvitation, type Acceptance } from './accept.ts'
import { findInvited, placeOf, wayOf, type Invited } from './open-invitation.ts'

export interface InvitationDeps {
  db: Database
  store: SessionStore
  cookies: SessionCookies
  operatorName: string
  passwords: PasswordWork
}

const MAX_NAME = 200

export function createInvitationPort(
  req: Request,
  session: RequestSession,
  deps: InvitationDeps,
): InvitationPort {
  const gone: InvitationSight = { type: 'gone', operator: { name: deps.operatorName } }
  return {
    async find(token) {
      const place = await placeOf(deps.db, token)
      const invited = place && (await findInvited(deps.db, place))
      if (!invited) return gone
      const signedInAs = (await session.find(null))?.person.email ?? null
      return sightOf(invited, { operator: gone.operator, signedInAs })
    },
    async accept(token, newcomer) {
      const place = await placeOf(deps.db, token)
      const invited = place && (await findInvited(deps.db, place))
      if (!invited) return { type: 'gone' }
      const found = await signedIn(session)
      const way = wayOf(invited, found?.person.email ?? null)
      if (way !== 'new' && way !== 'join') return { type: 'changed' }
      const made = way === 'new' ? await prepare(deps, { token, invited, given: newcomer }) : null
      if (made === 'gone') return { type: 'gone' }
      if (made && 'faults' in made) return { type: 'refused', faults: made.faults }
      const accepted = await acceptInvitation(deps.db, {
        ...{ place, token, newcomer: made },
        session: found && { hash: found.hash, person: found.person },
        requestId: factsOf(req).requestId,
        client: clientOf(req),
      })
      if (accepted.type !== 'joined') return accepted
      const to = `/t/${accepted.slug}/home`
      if (!accepted.isNew) return { type: 'joined', to, setCookie: [] }
      return { type: 'joined', to, setCookie: [await open(req, deps, accepted.personId)] }
    },
  }
}

function sightOf(
  invited: Invited,
  { operator, signedInAs }: { operator: { name: string }; signedInAs: string | null },
): InvitationSight {
  const { tenant, inviter, role, invitation } = invited
  const { slug, name, brandColor } = tenant
  return {
    type: 'open',
    way: wayOf(invited, signedInAs),
    operator,
    tenant: { slug, name, brandColor },
    inviter,
    email: invitation.email,
    role,
    ownOnly: invitation.ownOnly,
    signedInAs,
  }
}

type Prepared = Acceptance['newcomer'] | { faults: JoinFault[] } | 'gone'

interface Newcomer {
  token: string
  invited: Invited
  given: { name: string; password: string } | null
}

async function prepare(
  { db, passwords }: InvitationDeps,
  { token, invited, given }: Newcomer,
): Promise<Prepared> {
  const { email } = invited.invitation
  const name = (given?.name ?? '').replace(/\p{C}/gu, '').trim()
  const password = given?.password ?? ''
  const fault = findPasswordFault(password, { name, email })
  const faults: JoinFault[] = [
    ...(name === '' || name.length > MAX_NAME ? ['name' as const] : []),
    ...(fault ? [fault] : []),
  ]
  if (faults.length > 0) return { faults }
  const passwordHash = await orBusy(
    passwords.inTurn(async ({ hash }) => {
      // Whoever waited may be too late: then there is nothing to hash for.
      return (await placeOf(db, token)) === null ? null : hash(password)
    }),
  )
  if (passwordHash === null) return 'gone'
  return typeof passwordHash === 'string' ? { name, passwordHash } : { faults: ['busy'] }
}

/** A session for somebody who has just proved that the address is theirs. @returns its cookie */
async function open(
  req: Request,
  { store, cookies }: InvitationDeps,
  personId: Parameters<SessionStore['start']>[0]['personId'],
): Promise<string> {
  const session = { personId, method: 'password', strong: false, replaces: null } as const
  return cookies.write(await openSession(store, { ...session, ...clientOf(req) }))
}

async function signedIn(session: RequestSession): Promise<Acceptance['session']> {
  const found = await session.find(null)
  return found && session.hash ? { hash: session.hash, person: found.person } : null
}
