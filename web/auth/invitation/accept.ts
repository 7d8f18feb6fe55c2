/**
 * Joining by invitation: the token is used up, the person and the membership are made, and the audit log told, in
 * one transaction. Of any number of tries at once one joins; to all others the link is what an unknown one is.
 */
import type { Database } from '#db/client.ts'
import { createPerson } from '#db/system/invited-person.ts'
import { consumeToken } from '#db/system/single-use.ts'
import { withTenant, type TenantTx } from '#db/tenant.ts'
import { writeMemberAudit } from '#db/write/audit.ts'
import { holdSession } from '#db/write/hold-session.ts'
import { joinByInvitation } from '#db/write/team/invitations.ts'
import { holdTeam } from '#db/write/team/lock-team.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { roleWord } from '../../trpc/routers/portal/team/audit.ts'
import type { ClientFacts } from '../../server/request-facts.ts'
import { readInvited, wayOf, type InvitationPlace, type Invited } from './open-invitation.ts'

export interface Acceptance {
  place: InvitationPlace
  token: string
  /** Whoever is signed in. */
  session: { hash: Buffer; person: { id: PersonId; name: string; email: string } } | null
  /** Without an account: what it is made of. */
  newcomer: { name: string; passwordHash: string } | null
  requestId: string
  client: ClientFacts
}

export type Accepted =
  | { type: 'joined'; slug: string; personId: PersonId; isNew: boolean }
  | { type: 'gone' }
  | { type: 'changed' }

export const acceptInvitation = (db: Database, acceptance: Acceptance): Promise<Accepted> =>
  withTenant(db, acceptance.place.tenantId, async (trx): Promise<Accepted> => {
    const { place, session, token } = acceptance
    if (session) await holdSession(trx, session.hash)
    await holdTeam(trx)
    const invited = await readInvited(trx, place.id)
    if (!invited) return { type: 'gone' }
    const person = await personOf(trx, invited, acceptance)
    if (!person) return { type: 'changed' }
    const used = await consumeToken(trx, 'invitation', token)
    if (used?.subject !== place.id) return undo()
    const joined = await joinByInvitation(trx, { id: place.id, personId: person.id })
    if (joined.type === 'gone') return undo()
    await tell(trx, { invited, person, acceptance })
    return {
      type: 'joined',
      slug: invited.tenant.slug,
      personId: person.id,
      isNew: session === null,
    }
  }).catch((error: unknown): Accepted => {
    if (error instanceof Gone) return { type: 'gone' }
    throw error
  })

/** Takes back what this transaction has written. */
class Gone extends Error {}
function undo(): never {
  throw new Gone()
}

/** By the way that is open, whatever the form said; null: by another one. */
async function personOf(
  trx: TenantTx,
  invited: Invited,
  { session, newcomer }: Acceptance,
): Promise<{ id: PersonId; name: string } | null> {
  const way = wayOf(invited, session?.person.email ?? null)
  if (way === 'join') return session?.person ?? null
  if (way !== 'new' || !newcomer) return null
  const { email } = invited.invitation
  const id = await createPerson(trx, { email, ...newcomer })
  return id === null ? null : { id, name: newcomer.name }
}

interface Told {
  invited: Invited
  person: { id: PersonId; name: string }
  acceptance: Acceptance
}

const tell = (trx: TenantTx, { invited, person, acceptance }: Told): Promise<void> =>
  writeMemberAudit(
    trx,
    { ...person, origin: { ...acceptance.client, sessionMethod: null } },
    {
      action: 'member.joined',
      subjectId: person.id,
      subjectLabel: person.name,
      changes: {
        role: { from: null, to: roleWord(invited.role) },
        ...(invited.invitation.ownOnly ? { ownRecordsOnly: { from: null, to: true } } : {}),
      },
      requestId: acceptance.requestId,
    },
  )
