/** Brings a seed into the database and tells what is there now. Doing it twice changes nothing. */
import { AppError } from '#workflows/contracts/errors.ts'
import type { ConnectionId, PersonId, StaffId, TenantId } from '#workflows/contracts/ids.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { Database } from '../client.ts'
import type { Keyring } from '../secrets.ts'
import { saveConnection } from '../system/connections.ts'
import { createLink } from '../system/links.ts'
import { withSystem } from '../system/system.ts'
import { createPasswords, ensurePerson, ensureStaff, type Passwords } from './people.ts'
import type { ConnectionSpec, SeedSpec, TenantSpec } from './spec.ts'
import { ensureSignOn, type SeededProvider } from './sign-on.ts'
import { ensureMembers, ensureRoles, ensureTenant, roleName } from './tenants.ts'

export interface Seeded {
  tenants: { id: TenantId; slug: string; name: string }[]
  members: {
    personId: PersonId
    email: string
    name: string
    /** As the seed has it; null when it leaves the person's own one. */
    password: string | null
    tenant: string
    role: string
  }[]
  staff: {
    id: StaffId
    email: string
    name: string
    role: string
    password: string
    /** As the seed has it; null when it leaves the second factor to the first sign-in. */
    totpSecret: string | null
  }[]
  connections: SeededConnection[]
  identityProviders: (SeededProvider & { tenant: string })[]
  links: { tenant: string; connectionId: ConnectionId; externalId: string }[]
}

export interface SeededConnection {
  id: ConnectionId
  source: Source
  name: string
  baseUrl: string
  /** Path of its webhooks below PUBLIC_URL. */
  webhookPath: string
  webhookSecrets: string[]
}

export interface SeedDeps {
  /** As `portside_owner`. */
  owner: Database
  keyring: Keyring
}

/** @throws AppError `invalid_input` or `conflict` with what does not fit together */
export async function applySpec({ owner, keyring }: SeedDeps, spec: SeedSpec): Promise<Seeded> {
  const passwords = createPasswords()
  const seeded: Seeded = {
    tenants: [],
    members: [],
    staff: [],
    connections: [],
    identityProviders: [],
    links: [],
  }
  for (const connection of spec.connections) {
    seeded.connections.push(await ensureConnection({ owner, keyring }, connection))
  }
  for (const staff of spec.staff) {
    const id = await withSystem(owner, (trx) => ensureStaff(trx, staff, { passwords, keyring }))
    seeded.staff.push({ ...staff, id, totpSecret: staff.totpSecret ?? null })
  }
  for (const tenant of spec.tenants)
    await applyTenant({ owner, keyring }, tenant, { seeded, passwords })
  return seeded
}

async function applyTenant(
  { owner, keyring }: SeedDeps,
  tenant: TenantSpec,
  { seeded, passwords }: { seeded: Seeded; passwords: Passwords },
): Promise<void> {
  const id = await ensureTenant(owner, tenant)
  seeded.tenants.push({ id, slug: tenant.slug, name: tenant.name })
  const members = await withSystem(owner, async (trx) => {
    const found = []
    for (const member of tenant.members) {
      found.push({ ...member, personId: await ensurePerson(trx, member, passwords) })
    }
    return found
  })
  await ensureRoles(owner, id, tenant.roles ?? [])
  await ensureMembers(owner, id, members)
  for (const { personId, email, name, role, password = null } of members) {
    seeded.members.push({
      personId,
      email,
      name,
      password,
      tenant: tenant.slug,
      role: roleName(role),
    })
  }
  for (const provider of await ensureSignOn({ owner, keyring }, id, tenant)) {
    seeded.identityProviders.push({ ...provider, tenant: tenant.slug })
  }
  for (const link of tenant.links) {
    const connectionId = connectionOf(seeded.connections, link.connection)
    const { externalId } = link
    const made = await withSystem(owner, (trx) =>
      createLink(trx, { connectionId, externalId, tenantId: id }),
    )
    if (made.type === 'taken') {
      throw new AppError('conflict', `The customer ${externalId} is linked to another tenant.`)
    }
    seeded.links.push({ tenant: tenant.slug, connectionId, externalId })
  }
}

/** The same source and name is the same connection; its address and secrets become those of the seed. */
async function ensureConnection(
  { owner, keyring }: SeedDeps,
  connection: ConnectionSpec,
): Promise<SeededConnection> {
  const { source, baseUrl, webhookSecrets, endsOldSecrets, credentials } = connection
  const { requestsPerSecond } = connection
  const name = connection.name ?? source
  return withSystem(owner, async (trx) => {
    const known = await trx
      .selectFrom('connections')
      .select('id')
      .where('source', '=', source)
      .where('name', '=', name)
      .executeTakeFirst()
    const wanted = (connection.id as ConnectionId | undefined) ?? known?.id
    const id = await saveConnection(trx, keyring, {
      ...(wanted !== undefined && { id: wanted }),
      source,
      name,
      baseUrl,
      credentials,
      webhookSecrets,
      ...(endsOldSecrets !== undefined && { endsOldSecrets }),
      ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    })
    return { id, source, name, baseUrl, webhookPath: `/webhooks/${source}/${id}`, webhookSecrets }
  })
}

function connectionOf(
  connections: readonly SeededConnection[],
  wanted: string | undefined,
): ConnectionId {
  const matching = connections.filter(
    ({ id, name }) => wanted === undefined || wanted === id || wanted === name,
  )
  const [connection] = matching
  if (connection && matching.length === 1) return connection.id
  const which = wanted === undefined ? 'no connection' : `"${wanted}"`
  throw new AppError(
    'invalid_input',
    `A link names ${which}, which is not exactly one connection of this file.`,
  )
}
