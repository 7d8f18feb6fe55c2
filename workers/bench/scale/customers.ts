/** Customers of the order system beside those of the stack, each with a member who is signed in. */
import { createDatabase } from '#db/client.ts'
import { insertMember, insertTenant } from '#db/testing/rows.ts'
import { createLink } from '#db/system/links.ts'
import { withSystem } from '#db/system/system.ts'
import { createSessionCookies, createSessionId } from '#web/auth/session-cookie.ts'
import { newId, type ConnectionId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import type { BenchStack } from '../bench-stack.ts'

export interface BenchCustomer {
  slug: string
  tenantId: TenantId
  connectionId: ConnectionId
  /** What the order system calls it. */
  externalId: string
  /** Of its admin. */
  cookie: string
}

/** @param prefix of slugs and customer ids, so that two figures do not meet */
export async function addCustomers(
  bench: BenchStack,
  prefix: string,
  count: number,
): Promise<BenchCustomer[]> {
  const owner = createDatabase({ url: bench.database.ownerUrl, name: 'bench', max: 2 })
  const connectionId = bench.connectionId('orders') as ConnectionId
  const customers: BenchCustomer[] = []
  try {
    for (let at = 1; at <= count; at++) {
      const slug = `${prefix}-${at}`
      const externalId = slug.toUpperCase()
      const tenantId = await insertTenant(owner, { slug })
      const email = `admin@${slug}.example`
      const personId = await insertMember(owner, tenantId, { email, role: 'admin' })
      await withSystem(owner, (trx) => createLink(trx, { connectionId, externalId, tenantId }))
      const cookie = await openSession(bench, personId)
      customers.push({ slug, tenantId, connectionId, externalId, cookie })
    }
    return customers
  } finally {
    await owner.close()
  }
}

/**
 * A session without signing in, which is limited per address: thousands of clients are many people, not one.
 *
 * @returns its Cookie header
 */
export async function openSession(bench: BenchStack, personId: PersonId): Promise<string> {
  const { id, hash } = createSessionId()
  await bench.readModel.query(
    `insert into sessions (id_hash, person_id, expires_at) values ($1, $2, now() + interval '1 hour')`,
    [hash, personId],
  )
  return cookieOf(bench, id)
}

/** Further admins of a customer, who are signed in; the Cookie header of each. */
export async function addMembers(
  bench: BenchStack,
  { tenantId, slug }: BenchCustomer,
  count: number,
): Promise<string[]> {
  const sessions = Array.from({ length: count }, (_, at) => ({
    ...createSessionId(),
    personId: newId<PersonId>(),
    email: `member-${at}@${slug}.example`,
  }))
  await bench.readModel.query(
    `with wanted as (
       select * from unnest($2::uuid[], $3::text[], $4::bytea[]) as w (person_id, email, hash)),
     added as (
       insert into people (id, email, name) select person_id, email, email from wanted returning id),
     joined as (
       insert into memberships (tenant_id, person_id, role) select $1, id, 'admin' from added)
     insert into sessions (id_hash, person_id, expires_at)
     select hash, person_id, now() + interval '1 hour' from wanted`,
    [
      tenantId,
      sessions.map(({ personId }) => personId),
      sessions.map(({ email }) => email),
      sessions.map(({ hash }) => hash),
    ],
  )
  return sessions.map(({ id }) => cookieOf(bench, id))
}

function cookieOf(bench: BenchStack, id: string): string {
  const [cookie = ''] = createSessionCookies(new URL(bench.webUrl)).write(id).split(';', 1)
  return cookie
}
