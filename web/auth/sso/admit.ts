/**
 * Whom a provider's word lets in. A linked identity decides by itself; anybody else needs an address of a domain that
 * this tenant has proven, and an address that already has an account needs the account's own proof as well.
 */
import { isDomainProven, type IdentityProvider } from '#db/read/sso/providers.ts'
import type { TenantTx } from '#db/tenant.ts'
import { writeMemberAudit } from '#db/write/audit.ts'
import {
  addPerson,
  findPersonOf,
  linkIdentity,
  noteIdentityUsed,
  type IdentityKey,
  type KnownPerson,
} from '#db/write/sso/identity.ts'
import { joinTeam } from '#db/write/team/join.ts'
import type { RolePreset } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { emailDomain, normalEmail } from './email-domain.ts'
import { SsoRejection, type Claims } from './rejection.ts'

export type Admission =
  | { type: 'admitted'; personId: PersonId }
  /** There is an account with this address: it has to say so itself. */
  | { type: 'link'; personId: PersonId; email: string; role: RolePreset }

const MAX_NAME = 200

/** @throws SsoRejection */
export async function admit(
  trx: TenantTx,
  provider: IdentityProvider,
  given: { claims: Claims; requestId: string },
): Promise<Admission> {
  const { claims } = given
  const key = { providerId: provider.id, issuer: claims.issuer, subject: claims.subject }
  const email = claims.email === null ? null : normalEmail(claims.email)
  const known = await findPersonOf(trx, key, email)
  if (known.isLinked) return admitLinked(trx, key, known)

  const address = await requireOwnAddress(trx, claims, email)
  const role = roleFor(provider, claims.groups)
  if (known.person) {
    if (!known.isActive || known.isDeparted) throw gone()
    return { type: 'link', personId: known.person.id, email: address, role }
  }
  const name = (claims.name ?? address.split('@', 1)[0] ?? address).slice(0, MAX_NAME)
  const personId = await addPerson(trx, { email: address, name })
  // Made by somebody else this very moment: the next try finds it.
  if (personId === null) throw new SsoRejection('request', 'Please try again.')
  await linkIdentity(trx, key, personId)
  await joinTenant(
    trx,
    { personId, email: address, name, role },
    { provider, requestId: given.requestId },
  )
  return { type: 'admitted', personId }
}

const gone = (): SsoRejection =>
  new SsoRejection('removed', 'This person does not belong to the company any more.')

async function admitLinked(
  trx: TenantTx,
  key: IdentityKey,
  { person, isActive, isMember }: KnownPerson,
): Promise<Admission> {
  if (!person || !isActive || !isMember) throw gone()
  await noteIdentityUsed(trx, key)
  return { type: 'admitted', personId: person.id }
}

async function requireOwnAddress(
  trx: TenantTx,
  claims: Claims,
  email: string | null,
): Promise<string> {
  if (email === null) throw new SsoRejection('email_missing', 'No address was named.')
  if (!claims.isEmailVerified) {
    throw new SsoRejection('email_unverified', 'The provider does not vouch for the address.')
  }
  const domain = emailDomain(email)
  if (domain === null || !(await isDomainProven(trx, domain))) {
    throw new SsoRejection('domain_not_proven', 'The company has not proven this domain.')
  }
  return email
}

/** The first group of the list that the person is in; the default for everybody else. */
export function roleFor(
  { groupRoles, defaultRole }: Pick<IdentityProvider, 'groupRoles' | 'defaultRole'>,
  groups: readonly string[],
): RolePreset {
  return groupRoles.find(({ group }) => groups.includes(group))?.role ?? defaultRole
}

export interface SsoJoining {
  personId: PersonId
  email: string
  name: string
  role: RolePreset
}

export async function joinTenant(
  trx: TenantTx,
  { personId, email, name, role }: SsoJoining,
  { provider, requestId }: { provider: IdentityProvider; requestId: string },
): Promise<void> {
  const wish = { role: { type: 'preset', preset: role }, ownOnly: false } as const
  await joinTeam(trx, { personId, email, ...wish })
  await writeMemberAudit(
    trx,
    { id: personId, name },
    {
      action: 'member.joined_by_sign_on',
      subjectId: personId,
      subjectLabel: name,
      changes: {
        role: { from: null, to: role },
        provider: { from: null, to: provider.name },
      },
      requestId,
    },
  )
}
