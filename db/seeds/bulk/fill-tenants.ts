/**
 * Generated tenants with their members and links, thousands at a time: what can be one statement for many is one. The
 * end is that of `applySpec`, which takes them one by one; doing it twice changes nothing here either.
 */
import { sql } from 'kysely'
import { newId, type ConnectionId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import { withSystem } from '../../system/system.ts'
import { applySpec, type Seeded, type SeedDeps } from '../apply-spec.ts'
import { createPasswords } from '../people.ts'
import type { SeedSpec, TenantSpec } from '../spec.ts'
import { ensureMembers, ensureTenant, findTenantIds, roleName } from '../tenants.ts'

/** Of one statement, and side by side. */
const BATCH = 1_000
const SIDE_BY_SIDE = 2

/** @param spec as `generateSpec` makes it: one password for everybody, and links that name their connection */
export async function fillTenants(deps: SeedDeps, spec: SeedSpec): Promise<Seeded> {
  const seeded = await applySpec(deps, { ...spec, tenants: [] })
  const connections = new Map(seeded.connections.map(({ id, name }) => [name, id]))
  for (let at = 0; at < spec.tenants.length; at += BATCH) {
    const tenants = spec.tenants.slice(at, at + BATCH)
    const people = await ensurePeople(deps, tenants)
    const ids = await ensureAll(deps, tenants, people)
    for (const { slug, name, members, links } of tenants) {
      const id = requireOf(ids, slug)
      seeded.tenants.push({ id, slug, name })
      for (const { email, name: person, role, password = null } of members) {
        const personId = requireOf(people, email)
        const facts = { personId, email, name: person, password }
        seeded.members.push({ ...facts, tenant: slug, role: roleName(role) })
      }
      for (const { connection = '', externalId } of links) {
        const connectionId = requireOf(connections, connection)
        seeded.links.push({ tenant: slug, connectionId, externalId })
      }
    }
    await ensureLinks(deps, seeded.links.slice(-linksIn(tenants)), ids)
  }
  return seeded
}

const linksIn = (tenants: readonly TenantSpec[]): number =>
  tenants.reduce((count, { links }) => count + links.length, 0)

function requireOf<T>(known: ReadonlyMap<string, T>, key: string): T {
  const found = known.get(key)
  if (found === undefined) throw new Error(`The seed did not make ${key}.`)
  return found
}

/** By address. Who exists gets the password that the seed prints. */
async function ensurePeople(
  { owner }: SeedDeps,
  tenants: readonly TenantSpec[],
): Promise<Map<string, PersonId>> {
  const passwords = createPasswords()
  const rows: { id: PersonId; email: string; name: string; hash: string | null }[] = []
  for (const { email, name, password } of tenants.flatMap(({ members }) => members)) {
    const hash = password === undefined ? null : await passwords.hash(password)
    rows.push({ id: newId<PersonId>(), email, name, hash })
  }
  const { rows: people } = await withSystem(owner, (trx) =>
    sql<{ id: PersonId; email: string }>`
      insert into people as held (id, email, name, password_hash)
      select id, email, name, hash
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, email text, name text, hash text)
      on conflict (email) do update set password_hash = coalesce(excluded.password_hash, held.password_hash)
      returning id, email`.execute(trx),
  )
  return new Map(people.map(({ id, email }) => [email, id]))
}

/** By slug; each is written inside its own tenant, as every other write. */
async function ensureAll(
  { owner }: SeedDeps,
  tenants: readonly TenantSpec[],
  people: ReadonlyMap<string, PersonId>,
): Promise<Map<string, TenantId>> {
  const known = await findTenantIds(
    owner,
    tenants.map(({ slug }) => slug),
  )
  const ids = new Map<string, TenantId>()
  const next = tenants.values()
  const work = async (): Promise<void> => {
    for (const tenant of next) {
      const id = await ensureTenant(owner, tenant, known)
      const members = tenant.members.map((member) => ({
        ...member,
        personId: requireOf(people, member.email),
      }))
      await ensureMembers(owner, id, members)
      ids.set(tenant.slug, id)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return ids
}

async function ensureLinks(
  { owner }: SeedDeps,
  links: readonly { tenant: string; connectionId: ConnectionId; externalId: string }[],
  ids: ReadonlyMap<string, TenantId>,
): Promise<void> {
  const rows = links.map(({ tenant, connectionId, externalId }) => ({
    connection_id: connectionId,
    external_id: externalId,
    tenant_id: requireOf(ids, tenant),
  }))
  await withSystem(owner, (trx) =>
    sql`
      insert into links (connection_id, external_id, tenant_id)
      select connection_id, external_id, tenant_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (connection_id uuid, external_id text, tenant_id uuid)
      on conflict do nothing`.execute(trx),
  )
}
