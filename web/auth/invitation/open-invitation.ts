/** What a link of an invitation leads to, and by which way whoever holds it may join. */
import type { Database } from '#db/client.ts'
import { listMembers } from '#db/read/members.ts'
import { resolveRole } from '#db/read/team/roles.ts'
import { findPersonByEmail, type KnownPerson } from '#db/system/invited-person.ts'
import { peekToken } from '#db/system/single-use.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant, type TenantTx } from '#db/tenant.ts'
import { getInvitation, type OpenInvitation } from '#db/write/team/invitations.ts'
import type { MemberRole } from '#workflows/contracts/access.ts'
import { isUuid, type TenantId } from '#workflows/contracts/ids.ts'
import type { InvitationWay } from '../../portal/invitation/invitation-api.ts'

export interface InvitationPlace {
  id: string
  tenantId: TenantId
}

/** Null: used, revoked, run out or never issued. */
export async function placeOf(db: Database, token: string): Promise<InvitationPlace | null> {
  const found = await withSystem(db, (trx) => peekToken(trx, 'invitation', token))
  const tenantId = found?.payload['tenantId']
  if (!found || typeof tenantId !== 'string' || !isUuid(tenantId)) return null
  return { id: found.subject, tenantId: tenantId as TenantId }
}

export interface Invited {
  invitation: OpenInvitation
  tenant: { slug: string; name: string; brandColor: string; enforceSso: boolean }
  inviter: string
  role: MemberRole
  /** Who has the address already. */
  known: KnownPerson | null
}

/** Null when it is not open, or whoever sent it is no member any more. */
export async function readInvited(trx: TenantTx, id: string): Promise<Invited | null> {
  const invitation = await getInvitation(trx, id).catch(() => null)
  if (invitation?.state !== 'pending' || invitation.expired) return null
  const tenant = await trx
    .selectFrom('tenants')
    .select(['slug', 'name', 'brand_color as brandColor', 'enforce_sso as enforceSso'])
    .where('id', '=', trx.tenantId)
    .where('state', '=', 'active')
    .executeTakeFirst()
  const sender = (await listMembers(trx)).find(
    ({ personId, isActive }) => personId === invitation.invitedBy && isActive,
  )
  const known = await findPersonByEmail(trx, invitation.email)
  if (!tenant || !sender || known?.active === false) return null
  const { role } = await resolveRole(trx, invitation.role, invitation)
  return { invitation, tenant, inviter: sender.name, role, known }
}

export const findInvited = (db: Database, place: InvitationPlace): Promise<Invited | null> =>
  withTenant(db, place.tenantId, (trx) => readInvited(trx, place.id))

/** @param signedInAs address of whoever is signed in; null: nobody */
export function wayOf(
  { invitation, tenant, known }: Invited,
  signedInAs: string | null,
): InvitationWay {
  if (signedInAs !== null) return signedInAs === invitation.email ? 'join' : 'other'
  if (known) return 'sign_in'
  return tenant.enforceSso ? 'sso' : 'new'
}
